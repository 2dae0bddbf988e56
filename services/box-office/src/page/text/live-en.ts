import type { RejectionReason } from '@willcall/client';

/** The texts of the live view. */
export const live = {
  watch: 'Watch the sale live',
  title: 'Live sale',
  age: (age: string) => `· figures from ${age} ago`,
  toShow: 'Go to the show',
  asOrganiser: 'You are signed in as the organiser.',
  backTo: (name: string) => `Go back to ${name}`,
  refused: {
    title: 'Only the organiser can watch a sale',
    text: 'Its figures are not for buyers.',
    toShow: 'See the show instead',
  },
  state: {
    first: 'Waiting for the first figures',
    on: 'Live',
    noAnswer: 'The box office does not answer. These are its last figures; the page keeps asking.',
    noFigures:
      'The box office has no new figures now. These are its last ones; the page keeps asking.',
    damaged:
      'A record of this show is damaged, so there are no new figures. The runbook says what to do.',
  },
  figures: {
    sold: 'Sold',
    ofCapacity: (count: string) => `of ${count} tickets`,
    held: 'To be paid',
    paid: (paid: string, expired: string) =>
      `in the last hour ${paid} paid, ${expired} not paid in time`,
    left: 'Left',
    exact: 'exact, from the stock counters',
    rate: 'Decided per second',
    peak: (count: string) => `peak of ${count} in the last hour`,
    queue: 'In the queue',
    unreadable: 'cannot be read now',
    shortWait: 'of all shows, approximately; nobody has waited long',
    oldest: (wait: string, ago: string) => `oldest has waited ${wait}, measured ${ago} ago`,
    longestWait: (wait: string, ago: string) => `longest wait ${wait}, measured ${ago} ago`,
    time: 'Time to decision',
    p99: (time: string) => `recent median (p50); 99 of 100 within ${time} (p99)`,
    asked: 'Requested (estimate)',
    estimate: 'decided in the last hour or in the queue',
    confirmed: 'Confirmed',
    refused: (rejected: string, failed: string) =>
      `in the last hour; ${rejected} refused, ${failed} failed`,
    dead: 'Dead letters',
    deadNote: (waiting: string, purchases: string, events: string) =>
      `${waiting} to be retried, ${purchases} purchases and ${events} events parked`,
  },
  table: 'As a table',
  chart: {
    title: 'Decided per second',
    confirmed: 'Confirmed',
    heldOrConfirmed: 'Held or confirmed',
    refused: 'Refused',
    range: 'Time shown',
    ranges: { 60: '1 min', 300: '5 min', 3600: '1 hour' },
    summary: (range: string, confirmed: string, refused: string) =>
      `Decisions per second in the last ${range}: at most ${confirmed} confirmed and ${refused} refused.`,
    tableNote: 'Decisions per second, on average.',
    from: 'From',
  },
  reasons: {
    title: 'Refused in the last hour, by reason',
    none: 'Nobody was refused.',
    names: {
      SOLD_OUT: 'Sold out',
      ALL_HELD: 'All tickets held',
      SHOW_NOT_FOUND: 'No such show',
      SHOW_CANCELLED: 'Show cancelled',
      SALE_NOT_OPEN: 'Sale not open yet',
      SALE_CLOSED: 'Sale closed',
      SALE_PAUSED: 'Sale paused',
      PURCHASE_IN_PROGRESS: 'Another purchase in progress',
      SEAT_TAKEN: 'Seat taken',
      SEAT_UNKNOWN: 'No such seat',
      LIMIT_EXCEEDED: 'Over the limit of a buyer',
      HOLD_OPEN: 'Another purchase to be paid',
      TOO_MANY_HOLDS: 'Too many unpaid purchases',
      PRICE_CHANGED: 'Price changed',
      CARD_EXPIRED: 'Card expired',
      UNKNOWN: 'Another reason',
    } satisfies Record<RejectionReason | 'UNKNOWN', string>,
  },
  shards: {
    title: 'Stock shards',
    text: 'Each bar is a part of the stock that sells on its own. Its height is what is left.',
    summary: (count: string, empty: string) => `${count} in all, ${empty} sold out`,
    shard: 'Shard',
    left: 'Left',
    sold: 'Sold',
  },
};
