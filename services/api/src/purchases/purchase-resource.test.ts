import { type RejectionReason, rejectionReasons } from '@willcall/contracts';
import { computeTicketIds } from '@willcall/domain';
import { PurchaseRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { purchaseResource } from './purchase-resource.ts';

const KEY = 'AZaz09-_AZaz09-_';
const record: PurchaseRecord = {
  userId: 'alice',
  recordKey: `P#${KEY}`,
  purchaseId: `${KEY}AZaz09-_AZaz09-_`,
  showId: 'hamlet',
  status: 'CONFIRMED',
  from: [[0, 2]],
  quantity: 2,
  total: { amount: 4500, currency: 'EUR' },
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { brand: 'visa', last4: '4242' },
  requestedAt: '2031-05-01T08:00:00.000Z',
  decidedAt: '2031-05-01T08:00:01.000Z',
  correlationId: 'order-7',
};
const resource = (change: Readonly<Record<string, unknown>> = {}) =>
  purchaseResource(PurchaseRecord.parse({ ...record, ...change }));

describe('a confirmed purchase', () => {
  it('shows its tickets, its total and a message', () => {
    expect(resource()).toEqual({
      purchaseId: record.purchaseId,
      showId: 'hamlet',
      status: 'CONFIRMED',
      quantity: 2,
      total: { amount: 4500, currency: 'EUR' },
      tickets: computeTicketIds('alice', KEY, 2).map((ticketId) => ({ ticketId })),
      card: { brand: 'visa', last4: '4242' },
      holder: { name: 'Ana', email: 'ana@example.com' },
      message: 'Booked 2 tickets for Ana.',
      requestedAt: record.requestedAt,
      decidedAt: record.decidedAt,
    });
  });

  it.each([
    [1, 'Booked 1 ticket for Ana.'],
    [2, 'Booked 2 tickets for Ana.'],
    [8, 'Booked 8 tickets for Ana.'],
  ])('of %i tickets has that many distinct ids: %s', (quantity, message) => {
    const confirmed = resource({ quantity });
    expect(confirmed.message).toBe(message);
    expect(new Set(confirmed.tickets.map(({ ticketId }) => ticketId)).size).toBe(quantity);
  });

  it('names a holder whose name ends with a period, without a second one', () => {
    const holder = { name: 'Ana Jr.', email: 'ana@example.com' };
    expect(resource({ holder }).message).toBe('Booked 2 tickets for Ana Jr.');
  });

  it('for a free show costs nothing and keeps no card', () => {
    const free = resource({ total: { amount: 0, currency: 'EUR' }, card: undefined });
    expect(free.total).toEqual({ amount: 0, currency: 'EUR' });
    expect(free).not.toHaveProperty('card');
  });

  it('keeps its ticket ids when a rotated key signs the purchase id', () => {
    const { tickets } = resource({ purchaseId: `${record.purchaseId.slice(0, 22)}BBBBBBBBBB` });
    expect(tickets).toEqual(resource().tickets);
  });
});

describe('a purchase without tickets', () => {
  it.each([
    ['REJECTED', 'The purchase was rejected.'],
    ['FAILED', 'The purchase could not be processed. No tickets were bought.'],
    ['CANCELLED', 'The purchase was cancelled.'],
  ] as const)('with status %s has the message: %s', (status, message) => {
    const refused = resource({ status });
    expect(refused).toMatchObject({ status, message, tickets: [], quantity: 2 });
    expect(refused).not.toHaveProperty('total');
    expect(refused).not.toHaveProperty('reason');
  });
});

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const seats = ['1-A9', '1-Z9', '1-Z8'];

/** Every reason, with the details that its record can have, and without those of an older release. */
const refusals: readonly [RejectionReason, Partial<PurchaseRecord>, string][] = [
  ['SOLD_OUT', { quantity: 3, ticketsLeft: 0 }, 'No tickets available.'],
  [
    'SOLD_OUT',
    { quantity: 3, ticketsLeft: 1 },
    'Only 1 ticket was left, and the purchase was for 3.',
  ],
  [
    'SOLD_OUT',
    { quantity: 3, ticketsLeft: 2 },
    'Only 2 tickets were left, and the purchase was for 3.',
  ],
  ['SOLD_OUT', { quantity: 1 }, 'No tickets available.'],
  ['SOLD_OUT', { quantity: 3 }, 'Not enough tickets available.'],
  ['SHOW_NOT_FOUND', {}, 'The show does not exist.'],
  ['SHOW_CANCELLED', {}, 'The show was cancelled.'],
  ['SALE_NOT_OPEN', {}, 'The purchase was requested before the opening of the sale.'],
  ['SALE_CLOSED', {}, 'The purchase was requested after the end of the sale.'],
  ['SALE_PAUSED', {}, 'The purchase was requested while the sale was paused.'],
  ['PURCHASE_IN_PROGRESS', {}, 'Another of your purchases for this show was still being decided.'],
  ['SEAT_TAKEN', { seats, refusedSeats: ['1-A9'] }, 'Seat 1-A9 was already taken.'],
  ['SEAT_TAKEN', { seats, refusedSeats: seats }, 'Seats 1-A9, 1-Z9 and 1-Z8 were already taken.'],
  ['SEAT_TAKEN', { seats }, 'One of the seats was already taken.'],
  ['SEAT_UNKNOWN', { seats, refusedSeats: ['1-Z9'] }, 'Seat 1-Z9 did not exist in this show.'],
  [
    'SEAT_UNKNOWN',
    { seats, refusedSeats: ['1-Z9', '1-Z8'] },
    'Seats 1-Z9 and 1-Z8 did not exist in this show.',
  ],
  ['SEAT_UNKNOWN', { refusedSeats: [] }, 'The purchase named no seats, and the show has them.'],
  ['SEAT_UNKNOWN', { seats }, 'The show did not have one of the seats.'],
  [
    'LIMIT_EXCEEDED',
    {},
    'The purchase exceeded the number of tickets that one buyer may hold for this show.',
  ],
  [
    'PRICE_CHANGED',
    { currentPrice: EUR(4500), currentTotal: EUR(9000) },
    'The price was EUR 45.00 a ticket. No tickets were bought.',
  ],
  [
    'PRICE_CHANGED',
    { currentPrice: EUR(900), currentTotal: EUR(900), card: undefined },
    'The price was EUR 9.00 a ticket, and the purchase had no card. No tickets were bought.',
  ],
  [
    'PRICE_CHANGED',
    { currentTotal: EUR(9050), card: undefined },
    'The total price was EUR 90.50, and the purchase had no card. No tickets were bought.',
  ],
  [
    'PRICE_CHANGED',
    { currentPrice: EUR(0), currentTotal: EUR(0), card: undefined },
    'The price was EUR 0.00 a ticket. No tickets were bought.',
  ],
  [
    'PRICE_CHANGED',
    { currentTotal: EUR(9050) },
    'The total price was EUR 90.50. No tickets were bought.',
  ],
  ['PRICE_CHANGED', {}, 'The price was not the expected one. No tickets were bought.'],
  ['CARD_EXPIRED', {}, 'The card had expired. No tickets were bought.'],
  ['ALL_HELD', {}, 'Other buyers were paying for the last tickets. Some can come back on sale.'],
  ['HOLD_OPEN', {}, 'Another of your purchases for this show was still to be paid.'],
  ['TOO_MANY_HOLDS', {}, 'Too many of your purchases for this show were not paid in time.'],
];

describe('a rejection', () => {
  it.each(refusals)('with %s and %j says: %s', (reason, details, message) => {
    const { seats: _seats, card: _card, ...shown } = details;
    const rejected = resource({ status: 'REJECTED', reason, ...details });
    expect(rejected).toMatchObject({ status: 'REJECTED', reason, ...shown, message, tickets: [] });
    expect(rejected).not.toHaveProperty('total');
  });

  it('has a sentence for every reason', () => {
    expect(new Set(refusals.map(([reason]) => reason))).toEqual(new Set(rejectionReasons));
  });
});

describe('a purchase that is held until it is paid', () => {
  const held = { status: 'HELD', holdUntil: '2031-05-01T08:10:00.000Z', card: undefined };

  it.each<[string, object, string]>([
    [
      'still to be paid',
      {},
      `2 tickets are held until ${held.holdUntil}. Pay by then to keep them.`,
    ],
    [
      'to be cancelled',
      { cancellationRequestedAt: '2031-05-01T08:05:00.000Z' },
      'The purchase is being cancelled.',
    ],
  ])('and is %s shows its total, its end and no tickets', (_, more, message) => {
    const shown = resource({ ...held, ...more });
    expect(shown).toMatchObject({ total: record.total, holdUntil: held.holdUntil, ...more });
    expect(shown).toMatchObject({ tickets: [], message });
  });

  it('names its seats, which are no tickets yet', () => {
    const seats = ['1-A9', '1-A10'];
    expect(resource({ ...held, seats })).toMatchObject({ heldSeats: seats, tickets: [] });
    expect(resource({ seats })).not.toHaveProperty('heldSeats');
  });

  it('and was not paid in time says so', () => {
    const expiredAt = '2031-05-01T08:10:02.000Z';
    const shown = resource({ ...held, status: 'EXPIRED', expiredAt });
    expect(shown).toMatchObject({ expiredAt, tickets: [] });
    expect(shown.message).toBe('The tickets were not paid in time. Buy again to get tickets.');
    expect(shown).not.toHaveProperty('total');
  });

  it('shows nothing of its intent', () => {
    const shown = resource({ ...held, payment: { intent: 'pi_secret', attempt: 1 } });
    expect(JSON.stringify(shown)).not.toContain('pi_secret');
  });
});

it('a cancelled purchase shows when it was cancelled and has no tickets', () => {
  const cancelledAt = '2031-05-02T08:00:00.000Z';
  const cancelled = resource({ status: 'CANCELLED', cancelledAt, seats: ['1-A9', '1-A10'] });
  expect(cancelled).toMatchObject({ cancelledAt, tickets: [], quantity: 2 });
  expect(cancelled).not.toHaveProperty('total');
});

it('a purchase that was cancelled because its show was says so', () => {
  const cancelledAt = '2031-05-02T08:00:00.000Z';
  const cancelled = resource({ status: 'CANCELLED', cancelledAt, cancelledWithShow: true });
  expect(cancelled.message).toBe('The show was cancelled, and the purchase with it.');
  expect(cancelled).not.toHaveProperty('cancelledWithShow');
});

it('a purchase cancelled before its decision shows only the known fields', () => {
  const { purchaseId, requestedAt, decidedAt } = record;
  const unread = { showId: undefined, quantity: undefined, holder: undefined, card: undefined };
  const cancelled = resource({ ...unread, status: 'CANCELLED', cancelledAt: decidedAt });
  expect(cancelled).toEqual({
    purchaseId,
    status: 'CANCELLED',
    tickets: [],
    message: 'The purchase was cancelled.',
    requestedAt,
    decidedAt,
    cancelledAt: decidedAt,
  });
});

it('a purchase of seats has one seat per ticket, in the requested order', () => {
  const { tickets } = resource({ seats: ['1-A9', '1-A10'] });
  expect(tickets.map(({ seat }) => seat)).toEqual(['1-A9', '1-A10']);
});

it.each(['userId', 'recordKey', 'correlationId'])(
  'a purchase does not show the internal field %s',
  (field) => {
    expect(resource()).not.toHaveProperty(field);
  },
);
