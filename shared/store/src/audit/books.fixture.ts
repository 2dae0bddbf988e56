import { expect } from 'vitest';
import type { JournalEntry } from '../journal/journal-entry.ts';
import {
  purchaseRef,
  seatKey,
  settlementKey,
  startKey,
  startMonth,
  UNSETTLED_PARTITION,
} from '../keys.ts';
import type { Item } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { settlementDueAt, settlementOrder } from '../stock/settlement.ts';
import type { ShardCounters } from '../stock/stock-shards.ts';
import type { AuditedSeat } from './audited-records.ts';
import { collectFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { findDifferences } from './find-differences.ts';
import { compareShards, omitRef } from './journal-differences.ts';
import { collectJournal } from './journal-facts.ts';
import { type Books, makeBooks } from './read-books.ts';

/** `returns` is missing until the show is cancelled. */
type StoredShard = ShardCounters & { readonly returns?: number };

/** The records of a show, as an audit reads them. Tests corrupt them one at a time. */
export type Records = {
  readonly show: ShowRecord;
  readonly stock: readonly StoredShard[];
  readonly seats: readonly AuditedSeat[];
  readonly items: readonly Item[];
  readonly entries: readonly JournalEntry[];
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
  // One of them is that of cid.
  returns: 1,
  priceVersion: 0,
  createdAt: '2030-01-01T00:00:00Z',
  correlationId: 'c',
};

/** The id of a purchase whose name starts with the buyer: `ana-1` is Ana's. */
const idOf = (name: string): string => name.padEnd(32, '0');

const recordKeyOf = (name: string): string => `P#${idOf(name).slice(0, 16)}`;
const buyerOf = (name: string): string => String(name.split('-')[0]);

const decided = { requestedAt: '2030-02-01T00:00:00.000Z', decidedAt: '2030-02-01T00:00:01.000Z' };

/** Creates a purchase: `ana-1` is Ana's. */
export const makePurchase = (name: string, quantity: number, change: Item = {}): Item => ({
  userId: buyerOf(name),
  recordKey: recordKeyOf(name),
  purchaseId: idOf(name),
  showId: 'hamlet',
  status: 'CONFIRMED',
  quantity,
  from: [[0, quantity]],
  total: { amount: PRICE * quantity, currency: 'EUR' },
  holder: { name: 'A buyer', email: 'buyer@example.com' },
  card: { brand: 'visa', last4: '4242' },
  ...decided,
  correlationId: 'c',
  ...change,
});

/** After all of them. */
const AUDITED_AT = new Date('2030-03-01T00:00:00.000Z');
const cancelled = { status: 'CANCELLED', cancelledAt: '2030-02-02T00:00:00.000Z' };

/** @param last the name of the buyer's last purchase. */
export const makeLedger = (
  userId: string,
  tickets: unknown,
  last = `${userId}-1`,
  lastStatus = 'CONFIRMED',
): Item => ({
  userId,
  recordKey: 'S#hamlet',
  showId: 'hamlet',
  tickets,
  lastPurchaseId: idOf(last),
  lastStatus,
  lastRequestedAt: decided.requestedAt,
  lastDecidedAt: decided.decidedAt,
});

export const makeSeat = (seatId: string, holder?: string): AuditedSeat => ({
  ...seatKey(hamlet, seatId),
  showId: 'hamlet',
  priceVersion: 0,
  ...(holder === undefined ? {} : { heldBy: purchaseRef(buyerOf(holder), recordKeyOf(holder)) }),
});

/** Two shards, of which the first is sold out. */
const makeStock = (capacity: number, sold: number): ShardCounters[] => [
  { available: 0, held: 0, sold, revenue: PRICE * sold },
  { available: capacity - sold, held: 0, sold: 0, revenue: 0 },
];

/** Creates an entry that sells or returns tickets of shard 0. Its key says which: `sells ana-1 ben-1`. */
export const makeEntry = (
  kind: 'SALE' | 'RETURN',
  tickets: Readonly<Record<string, number>>,
  change: Partial<JournalEntry> = {},
): JournalEntry => {
  const purchases = Object.entries(tickets).map(([name, quantity]) => ({
    userId: buyerOf(name),
    recordKey: recordKeyOf(name),
    quantity,
    total: PRICE * quantity,
  }));
  const sum = purchases.reduce((total, { quantity }) => total + quantity, 0);
  const sold = kind === 'SALE' ? sum : -sum;
  return {
    bucketKey: 'hamlet#0',
    entryKey: `${kind === 'SALE' ? 'sells' : 'returns'} ${Object.keys(tickets).join(' ')}`,
    kind,
    postings: [{ shard: 0, available: 0 - sold, held: 0, sold, revenue: PRICE * sold }],
    purchases,
    ...change,
  };
};

/** Creates the entry of a show's first stock, which has the counters of `makeStock` after `sold` sales. */
const makeLayout = (capacity: number, sold: number): JournalEntry => ({
  bucketKey: 'hamlet#0',
  entryKey: 'layout',
  kind: 'LAYOUT',
  postings: [
    { shard: 0, available: sold, held: 0, sold: 0, revenue: 0 },
    { shard: 1, available: capacity - sold, held: 0, sold: 0, revenue: 0 },
  ],
  purchases: [],
});

/** General admission: 5 of 10 sold, 1 purchase refused, 2 tickets returned. */
export const general: Records = {
  show: hamlet,
  stock: makeStock(10, 5),
  seats: [],
  items: [
    makePurchase('ana-1', 2),
    makePurchase('ben-1', 3),
    makePurchase('cid-1', 8, {
      status: 'REJECTED',
      reason: 'SOLD_OUT',
      from: undefined,
      total: undefined,
    }),
    makePurchase('cid-2', 2, cancelled),
    makePurchase('dan-1', 1, {
      status: 'FAILED',
      quantity: undefined,
      from: undefined,
      total: undefined,
    }),
  ],
  entries: [
    makeLayout(10, 5),
    makeEntry('SALE', { 'cid-2': 2 }),
    makeEntry('RETURN', { 'cid-2': 2 }),
    makeEntry('SALE', { 'ana-1': 2, 'ben-1': 3 }),
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
    makePurchase('cid-1', 1, { seats: ['A4'], ...cancelled }),
  ],
  entries: [
    makeLayout(6, 3),
    makeEntry('SALE', { 'cid-1': 1, 'ana-1': 2 }),
    makeEntry('RETURN', { 'cid-1': 1 }),
    makeEntry('SALE', { 'ben-1': 1 }),
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
    makeLedger('ana', 3, 'ana-2'),
    makePurchase('ana-2', 1),
    makeLedger('ben', 2),
    makePurchase('ben-1', 2),
    makePurchase('cid-1', 2, cancelled),
    makeLedger('cid', 0, 'cid-1', 'CANCELLED'),
  ],
  entries: [
    makeLayout(10, 5),
    makeEntry('SALE', { 'ana-1': 2, 'cid-1': 2 }),
    makeEntry('RETURN', { 'cid-1': 2 }),
    makeEntry('SALE', { 'ben-1': 2, 'ana-2': 1 }),
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
  change: Partial<StoredShard>,
): Records => ({
  ...records,
  stock: records.stock.map((shard, at) => (at === index ? { ...shard, ...change } : shard)),
});

/** The same records with one entry of the journal replaced. */
export const withEntry = (
  records: Records,
  index: number,
  ...entries: readonly JournalEntry[]
): Records => ({ ...records, entries: records.entries.toSpliced(index, 1, ...entries) });

/** The records of a show and its stock as stored. */
const toBooks = ({ show, stock }: Records): Books => {
  const { startsAt, showId } = show;
  const item = { ...show, startMonth: startMonth(startsAt), startKey: startKey(startsAt, showId) };
  const shards = stock.map(
    (shard, index) => [`hamlet#${index}`, { bucketKey: '', ...shard }] as const,
  );
  const settlement = {
    ...settlementKey(showId),
    settledShowId: showId,
    buckets: show.buckets,
    currency: show.price.currency,
    startMonth: UNSETTLED_PARTITION,
    startKey: settlementOrder(settlementDueAt(show), showId),
    settling: 0,
  };
  return makeBooks(show, { item, stock: new Map(shards), settlement });
};

/**
 * Audits the records, and returns what is certain and then what is suspicious. `before` holds the
 * show and stock as read before them.
 */
export function auditRecords(records: Records, before: Records = records): AuditDifference[] {
  const { show, seats, items, entries } = records;
  const collector = collectFacts(show, seats, () => AUDITED_AT);
  for (const item of items) collector.add(item);
  const journal = collectJournal(show);
  for (const entry of entries) journal.add(entry);
  const facts = collector.facts();
  const ofShards = entries.flatMap((entry) => compareShards(entry, facts.records));
  const differences = [...facts.differences, ...journal.facts.differences, ...ofShards];
  const found = findDifferences({
    before: toBooks(before),
    after: toBooks(records),
    seats,
    facts: { ...facts, journal: journal.facts, differences },
  });
  return [...found.differences, ...found.suspicions, ...found.listings.map(omitRef)];
}

/** Corrupted records, and the differences that an audit must find in them. */
export type Variant = readonly [string, Records, readonly Partial<AuditDifference>[]];

/** Names a purchase as the tests do: `ana-1`. */
const toName = (text: string): string => text.replaceAll(/([a-z]+-[1-9])0+/g, '$1');

/** Expects exactly these differences, in this order, each with a sentence. */
export const expectToFind = (_: string, records: Records, found: Variant[2]): void => {
  const differences = auditRecords(records).map(({ message, purchaseId, ...rest }) => ({
    ...rest,
    message: toName(message),
    ...(purchaseId === undefined ? {} : { purchaseId: toName(purchaseId) }),
  }));
  expect(differences).toEqual(found.map((each) => expect.objectContaining(each)));
  for (const { message } of differences) expect(message).toMatch(/^[A-Z].*\.$/);
};
