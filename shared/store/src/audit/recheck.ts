import { StoreError } from '../errors.ts';
import { ledgerKey, PURCHASE_PREFIX, parsePurchaseRef, purchaseRef, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type ItemKey, readAtOneInstant } from '../read-at-one-instant.ts';
import { type Item, queryItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type AuditedSeat, readAuditedSeat } from './audited-records.ts';
import { collectFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { findLedgerDifferences } from './ledger-differences.ts';
import { recheckEach } from './recheck-each.ts';
import type { SaleFacts } from './sale-facts.ts';
import { findHoldDifferences } from './seat-differences.ts';

type PurchaseName = { readonly userId: string; readonly recordKey: string };

type RecheckStore = Store<'seats' | 'purchases'>;

/** The items of one TransactGetItems. */
const MAX_ITEMS = 100;

/** Records of other purchases between the first look at a buyer and the second. */
const MAX_LOOKS = 3;

/**
 * Keeps the suspicions about two records that still stand when both are read at one instant. The
 * audit read them at different times, and a sale or a return in between looks like a contradiction.
 *
 *     audit reads the seat: free ── sold ── audit reads the purchase ✗ suspicion ── both at once ✓ sound
 *
 * @throws StoreError STORE_UNAVAILABLE only if DynamoDB cannot be reached. A suspicion whose
 *   records are too busy to be read is dropped.
 */
export async function keepStanding(
  store: RecheckStore,
  show: ShowRecord,
  facts: SaleFacts,
  suspicions: readonly AuditDifference[],
): Promise<AuditDifference[]> {
  const seatIds = new Set(suspicions.flatMap(({ seatId }) => seatId ?? []));
  const userIds = new Set(
    suspicions.flatMap(({ seatId, userId }) => (seatId === undefined ? (userId ?? []) : [])),
  );
  const checks = [
    ...[...seatIds].map((seatId) => () => recheckSeat(store, show, seatId, facts)),
    ...[...userIds].map((userId) => () => recheckBuyer(store, show, userId)),
  ];
  return recheckEach(checks, unlessBusy);
}

async function unlessBusy(check: () => Promise<AuditDifference[]>): Promise<AuditDifference[]> {
  try {
    return await check();
  } catch (error) {
    const isBusy =
      error instanceof StoreError &&
      error.cause instanceof Error &&
      error.cause.name === 'TransactionCanceledException';
    if (isBusy) return [];
    throw error;
  }
}

/** Reads a seat, the purchases that name it and the one that holds it. */
async function recheckSeat(
  store: RecheckStore,
  show: ShowRecord,
  seatId: string,
  { claims }: SaleFacts,
): Promise<AuditDifference[]> {
  const { seats, purchases } = store.tables;
  const seatItem = { table: seats, key: seatKey(show, seatId) };
  const claimed = (claims.get(seatId) ?? []).map(({ userId, recordKey }) => ({
    userId,
    recordKey,
  }));
  const look = async (more: readonly PurchaseName[]) => {
    const keys = new Map([...claimed, ...more].map((key) => [refOf(key), key]));
    const items: ItemKey[] = [...keys.values()].map((key) => ({ table: purchases, key }));
    const all = [seatItem, ...items].slice(0, MAX_ITEMS);
    const [seat, ...records] = await readAtOneInstant(store, 'read a seat and its purchases', all);
    return { seat: seat && readAuditedSeat(seat).record, records };
  };
  let held: readonly PurchaseName[] = [];
  for (let nth = 0; nth < MAX_LOOKS; nth += 1) {
    const { seat, records } = await look(held);
    const holder = seat?.heldBy === undefined ? undefined : parsePurchaseRef(seat.heldBy);
    const isComplete =
      holder === undefined || [...claimed, ...held].some((key) => refOf(key) === refOf(holder));
    if (isComplete) return findSeatAgain(show, seatId, seat, records);
    held = [holder];
  }
  // The seat changes hands too quickly to be wrong.
  return [];
}

function findSeatAgain(
  show: ShowRecord,
  seatId: string,
  seat: AuditedSeat | undefined,
  records: readonly (Item | undefined)[],
): AuditDifference[] {
  const seats = seat === undefined ? [] : [seat];
  const collector = collectFacts(show, seats);
  for (const item of records) if (item?.showId === show.showId) collector.add(item);
  const { claims, holders } = collector.facts();
  // The purchases name other seats too, which were not read.
  const ofSeat = new Map([...claims].filter(([id]) => id === seatId));
  return findHoldDifferences({ seats, facts: { claims: ofSeat, holders } });
}

/**
 * Reads the ledger and the purchases of a buyer. A query is not read at one instant, so it only
 * names the purchases; if it names the same ones after the read, none was missing.
 */
async function recheckBuyer(
  store: RecheckStore,
  show: ShowRecord,
  userId: string,
): Promise<AuditDifference[]> {
  const table = store.tables.purchases;
  let keys = await listPurchaseKeys(store, show, userId);
  for (let nth = 0; nth < MAX_LOOKS; nth += 1) {
    const all = [ledgerKey(show.showId), ...keys];
    if (all.length > MAX_ITEMS) return [];
    const items = await readAtOneInstant(
      store,
      'read a ledger and its purchases',
      all.map((recordKey) => ({ table, key: { userId, recordKey } })),
    );
    const after = await listPurchaseKeys(store, show, userId);
    if (after.join() === keys.join()) {
      const collector = collectFacts(show, []);
      for (const item of items) if (item !== undefined) collector.add(item);
      return findLedgerDifferences(show, collector.facts().buyers);
    }
    keys = after;
  }
  return [];
}

async function listPurchaseKeys(
  store: Store<'purchases'>,
  { showId }: ShowRecord,
  userId: string,
): Promise<string[]> {
  const items = await queryItems(store, "list the buyer's purchases", {
    TableName: store.tables.purchases,
    ConsistentRead: true,
    KeyConditionExpression: 'userId = :user AND begins_with(recordKey, :purchase)',
    FilterExpression: 'showId = :show',
    ExpressionAttributeValues: { ':user': userId, ':purchase': PURCHASE_PREFIX, ':show': showId },
    ProjectionExpression: 'recordKey',
  });
  return items.map(({ recordKey }) => String(recordKey));
}

const refOf = ({ userId, recordKey }: PurchaseName): string => purchaseRef(userId, recordKey);
