import { marshall } from '@aws-sdk/util-dynamodb';
import { eventTypes } from '@willcall/contracts';
import type { StreamRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readChange } from '../read-change.ts';
import { RECORDED_AT, streamRecord } from '../stream-record.fixture.ts';
import { seatEvents } from './price-changes.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const key = { seatBucket: 'hamlet#3', seatId: '1-A9' };

/** A stored free seat at its show's price. */
const plain = {
  ...key,
  showId: 'hamlet',
  priceVersion: 0,
  createdAt: '2031-04-01T08:00:00.000Z',
  correlationId: 'request-1',
};
const repriced = {
  ...plain,
  price: euro(1299),
  priceVersion: 1,
  replacedPrice: euro(1599),
  showName: 'Hamlet',
  updatedAt: '2031-05-01T07:59:59.500Z',
  correlationId: 'request-2',
};
const stamped = {
  ...repriced,
  previousPrice: euro(1599),
  discountPercentage: 18.76,
  isDiscounted: true,
  lastPriceChangeAt: '2031-05-01T07:59:59.500Z',
  stampedVersion: 1,
  updatedAt: '2031-05-01T08:00:00.100Z',
};

type Item = Readonly<Record<string, unknown>>;

/** The events of a write to the Seats table. */
function seatEventsOf(before: Item | undefined, after: Item | undefined) {
  const Keys = marshall(key) as NonNullable<StreamRecord['Keys']>;
  const change = readChange(streamRecord(before, after, { Keys }));
  if (change.kind !== 'seat') throw new Error(`It was read as a ${change.kind}`);
  return seatEvents(change);
}

describe('a seat with a new own price', () => {
  it('announces the change from its previous price', () => {
    const [event, ...more] = seatEventsOf(plain, repriced);
    expect(more).toEqual([]);
    expect(event).toEqual({
      type: 'PriceChangeInitiated',
      detail: {
        eventId: expect.any(String),
        version: 1,
        occurredAt: repriced.updatedAt,
        correlationId: 'request-2',
        showId: 'hamlet',
        showName: 'Hamlet',
        seatId: '1-A9',
        oldPrice: euro(1599),
        newPrice: euro(1299),
        priceVersion: 1,
      },
    });
    expect(eventTypes.PriceChangeInitiated.safeParse(event?.detail).success).toBe(true);
  });

  it('has the same event id on every redelivery, and another for another seat, creation or change', () => {
    const idOf = (change: Item = {}) =>
      seatEventsOf({ ...plain, ...change }, { ...repriced, ...change })[0]?.detail.eventId;
    expect(idOf()).toBe(idOf());
    const others = [
      { seatId: '1-A8' },
      { showId: 'macbeth' },
      { createdAt: '2031-04-02T08:00:00.000Z' },
    ].map(idOf);
    const second = seatEventsOf(repriced, { ...repriced, price: euro(1199), priceVersion: 2 });
    const ids = [idOf(), ...others, second[0]?.detail.eventId];
    expect(new Set(ids).size).toBe(5);
  });

  it('that equals the show’s price announces nothing', () => {
    expect(seatEventsOf(plain, { ...repriced, price: euro(1599) })).toEqual([]);
  });

  it('without the replaced price or the show name is unreadable', () => {
    for (const missing of ['replacedPrice', 'showName']) {
      expect(() => seatEventsOf(plain, { ...repriced, [missing]: undefined })).toThrow(
        expect.objectContaining({ code: 'UNREADABLE_RECORD' }),
      );
    }
  });
});

describe('a stamped seat', () => {
  it('announces that the change was processed, and no other change', () => {
    const [event, ...more] = seatEventsOf(repriced, stamped);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'PriceChangeProcessed',
      detail: {
        occurredAt: stamped.updatedAt,
        seatId: '1-A9',
        oldPrice: euro(1599),
        newPrice: euro(1299),
        previousPrice: euro(1599),
        discountPercentage: 18.76,
        isDiscounted: true,
        priceVersion: 1,
      },
    });
    expect(eventTypes.PriceChangeProcessed.safeParse(event?.detail).success).toBe(true);
  });

  it('with an incomplete stamp is unreadable', () => {
    expect(() => seatEventsOf(repriced, { ...stamped, isDiscounted: undefined })).toThrow(
      expect.objectContaining({ code: 'UNREADABLE_RECORD' }),
    );
  });
});

describe('nothing is announced about a seat', () => {
  const heldBy = '5#alice#P#AZaz09-_AZaz09-_';
  it.each<[string, Item | undefined, Item | undefined]>([
    ['that is added', undefined, plain],
    ['that is removed, even with an own price', stamped, undefined],
    ['that is sold', stamped, { ...stamped, heldBy }],
    ['that is free again', { ...stamped, heldBy }, stamped],
  ])('%s', (_, before, after) => {
    expect(seatEventsOf(before, after)).toEqual([]);
  });
});

it('the holder of a seat is not read', () => {
  const Keys = marshall(key) as NonNullable<StreamRecord['Keys']>;
  const held = { ...plain, heldBy: '5#alice#P#AZaz09-_AZaz09-_' };
  const change = readChange(streamRecord(held, plain, { Keys }));
  expect(change).toMatchObject({ kind: 'seat', recordedAt: RECORDED_AT });
  expect(JSON.stringify(change)).not.toContain('alice');
});
