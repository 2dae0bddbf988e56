import { randomBytes, randomUUID } from 'node:crypto';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createShow, getShowPosition, type ShowRecord, type Store, seatKey } from '@willcall/store';
import { setAttributes } from '../records/set-attributes.ts';

/** Twelve seats in two rows. */
export const SEATS = ['A', 'B'].flatMap((row) => [1, 2, 3, 4, 5, 6].map((n) => `1-${row}${n}`));

/**
 * Creates a show with everything that a cancellation returns: several shards, seats and ledgers.
 */
export async function makeReservedShow(store: Store, overrides: Partial<ShowRecord> = {}) {
  const createdAt = new Date().toISOString();
  const show: ShowRecord = {
    showId: `s${randomBytes(12).toString('base64url')}`,
    name: 'Hamlet',
    venue: 'Globe',
    startsAt: '2099-06-01T20:00:00Z',
    price: { amount: 1599, currency: 'EUR' },
    seating: 'RESERVED',
    capacity: SEATS.length,
    buckets: 3,
    onSale: true,
    maxTicketsPerBuyer: 12,
    returns: 0,
    priceVersion: 0,
    createdAt,
    correlationId: randomUUID(),
    ...overrides,
  };
  await createShow(store, show);
  const seatIds = show.seating === 'RESERVED' ? SEATS : [];
  await Promise.all(
    seatIds.map((seatId) => {
      const Item = { ...seatKey(show, seatId), showId: show.showId, createdAt };
      return store.documents.send(new PutCommand({ TableName: store.tables.seats, Item }));
    }),
  );
  return show;
}

/** Moves the start of a show to a minute ago, with its place in the lists. */
export async function startShow(store: Store, showId: string): Promise<void> {
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  const { month, startKey } = getShowPosition({ startsAt, showId });
  await store.documents.send(
    setAttributes(store.tables.shows, { showId }, { startsAt, startMonth: month, startKey }),
  );
  await store.documents.send(
    new UpdateCommand({
      TableName: store.tables.shows,
      Key: { showId: '#calendar' },
      UpdateExpression: 'ADD months :months',
      ExpressionAttributeValues: { ':months': new Set([month]) },
    }),
  );
}
