import { expect } from 'vitest';
import { purchaseRef, seatKey } from '../keys.ts';
import type { Item } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { ShardCounters } from '../stock/read-stock.ts';
import type { AuditedSeat } from './audited-records.ts';
import { collectFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { findDifferences } from './find-differences.ts';

/** The records of a show, as an audit reads them. Tests corrupt them one at a time. */
export type Records = {
  readonly show: ShowRecord;
  readonly stock: readonly ShardCounters[];
  readonly seats: readonly AuditedSeat[];
  readonly items: readonly Item[];
};

const PRICE = 100;

export const hamlet: ShowRecord = {
  showId: 'hamlet',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2099-06-01T20:00:00Z',
  price: { amount: PRICE, currency: 'EUR' },
  seating: 'GENERAL',
  capacity: 10,
  buckets: 2,
  onSale: true,
  returns: 0,
  priceVersion: 0,
  createdAt: '2030-01-01T00:00:00Z',
  correlationId: 'c',
};

/** Creates a purchase. The id starts with the buyer: `ana-1` is Ana's. */
export const makePurchase = (purchaseId: string, quantity: number, change: Item = {}): Item => ({
  userId: purchaseId.split('-')[0],
  recordKey: `P#${purchaseId}`,
  purchaseId,
  status: 'CONFIRMED',
  quantity,
  total: { amount: PRICE * quantity, currency: 'EUR' },
  ...change,
});

export const makeLedger = (userId: string, tickets: unknown): Item => ({
  userId,
  recordKey: 'S#hamlet',
  tickets,
});

export const makeSeat = (seatId: string, holder?: string): AuditedSeat => ({
  ...seatKey(hamlet, seatId),
  ...(holder === undefined
    ? {}
    : { heldBy: purchaseRef(String(holder.split('-')[0]), `P#${holder}`) }),
});

/**
 * Two shards. A return went to a different shard than its sale, so the revenue of one is negative.
 */
const makeStock = (capacity: number, sold: number): ShardCounters[] => [
  { available: 0, sold, revenue: PRICE * (sold + 3) },
  { available: capacity - sold, sold: 0, revenue: PRICE * -3 },
];

/** General admission: 5 of 10 sold, 1 purchase refused, 2 tickets returned. */
export const general: Records = {
  show: hamlet,
  stock: makeStock(10, 5),
  seats: [],
  items: [
    makePurchase('ana-1', 2),
    makePurchase('ben-1', 3),
    makePurchase('cid-1', 8, { status: 'REJECTED', reason: 'SOLD_OUT', total: undefined }),
    makePurchase('cid-2', 2, { status: 'CANCELLED' }),
    { userId: 'dan', recordKey: 'P#dan-1', purchaseId: 'dan-1', status: 'FAILED' },
  ],
};

/** Six seats, three of them sold: two to Ana and one to Ben. */
export const reserved: Records = {
  show: { ...hamlet, seating: 'RESERVED', capacity: 6 },
  stock: makeStock(6, 3),
  seats: [
    makeSeat('A1', 'ana-1'),
    makeSeat('A2', 'ana-1'),
    makeSeat('A3', 'ben-1'),
    makeSeat('A4'),
    makeSeat('A5'),
    makeSeat('A6'),
  ],
  items: [
    makePurchase('ana-1', 2, { seats: ['A1', 'A2'] }),
    makePurchase('ben-1', 1, { seats: ['A3'] }),
    makePurchase('cid-1', 1, { seats: ['A4'], status: 'CANCELLED' }),
  ],
};

/**
 * At most three tickets per buyer: Ana has three in two purchases, Ben has two, Cid returned his.
 */
export const limited: Records = {
  show: { ...hamlet, maxTicketsPerBuyer: 3 },
  stock: makeStock(10, 5),
  seats: [],
  items: [
    makePurchase('ana-1', 2),
    makeLedger('ana', 3),
    makePurchase('ana-2', 1),
    makeLedger('ben', 2),
    makePurchase('ben-1', 2),
    makePurchase('cid-1', 2, { status: 'CANCELLED' }),
    makeLedger('cid', 0),
  ],
};

/** The same records with one item replaced. */
export const withItem = (records: Records, index: number, ...items: readonly Item[]): Records => ({
  ...records,
  items: records.items.toSpliced(index, 1, ...items),
});

export const withSeat = (
  records: Records,
  index: number,
  ...seats: readonly AuditedSeat[]
): Records => ({ ...records, seats: records.seats.toSpliced(index, 1, ...seats) });

export const withShard = (
  records: Records,
  index: number,
  change: Partial<ShardCounters>,
): Records => ({
  ...records,
  stock: records.stock.map((shard, at) => (at === index ? { ...shard, ...change } : shard)),
});

/** Audits the records. `before` holds the show and stock as read before them. */
export function auditRecords(records: Records, before: Records = records): AuditDifference[] {
  const { show, stock, seats, items } = records;
  const collector = collectFacts(show, seats);
  for (const item of items) collector.add(item);
  return findDifferences({
    before: { show: before.show, stock: [...before.stock] },
    after: { show, stock: [...stock] },
    seats,
    facts: collector.facts(),
  });
}

/** Corrupted records, and the differences that an audit must find in them. */
export type Variant = readonly [string, Records, readonly Partial<AuditDifference>[]];

/** Expects exactly these differences, in this order, each with a sentence. */
export const expectToFind = (_: string, records: Records, found: Variant[2]): void => {
  const differences = auditRecords(records);
  expect(differences).toEqual(found.map((each) => expect.objectContaining(each)));
  for (const { message } of differences) expect(message).toMatch(/^[A-Z].*\.$/);
};
