import { MAX_SHARDS } from '@willcall/domain';
import * as z from 'zod/mini';
import { StoreError } from '../errors.ts';
import { ledgerKey, purchaseRef, settlementKey, shardKey, UNSETTLED_PARTITION } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { batchGet, getItem, type Item } from '../read-items.ts';
import { showKind } from '../shows/show-record.ts';
import { settlementKind, settlementOrder } from '../stock/settlement.ts';
import { readShardCounters } from '../stock/stock-shards.ts';
import type { ShowAudit } from './audit-result.ts';
import { getRecordKind, readAuditedLedger, readAuditedPurchase } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import { addToTotals, countRead, noPurchases } from './purchase-totals.ts';
import { readAuditedJournal } from './read-audited-journal.ts';
import { readAuditedSeats } from './read-seats.ts';
import { scanShowRecords } from './scan-records.ts';
import { findJobsWithoutShow } from './show-surroundings.ts';
import { sumCounter } from './stock-differences.ts';
import { hasTickets } from './taken.ts';

const RemovedShow = z.object({
  removedAt: z.optional(z.string()),
  startMonth: z.unknown(),
  startKey: z.unknown(),
});

/** ISO 4217: no currency. A show that does not exist has none. */
const NO_CURRENCY = 'XXX';

type MissingShowAudit = {
  /** Whether records that its journal does not name are read too. */
  readonly allRecords: boolean;
  readonly now: Date;
};

/**
 * Audits what is left of a show that was removed or does not exist: nothing may depend on it.
 *
 * @throws StoreError SHOW_UNKNOWN if there is no trace of the show, STORE_UNAVAILABLE
 */
export async function auditMissingShow(
  store: Store,
  showId: string,
  { allRecords, now }: MissingShowAudit,
): Promise<ShowAudit> {
  const item = await getItem(store, showKind, { key: { showId }, consistent: true });
  const removed = RemovedShow.safeParse(item).data;
  const keys = Array.from({ length: MAX_SHARDS }, (_, shard) => shardKey(showId, shard));
  const { found: stock } = await readShardCounters(store, keys);
  const { seats } = await readAuditedSeats(store, { showId });
  const differences: AuditDifference[] = [
    ...(removed === undefined ? [] : [describeRemoved(showId, removed)]),
    ...[...stock.keys()].map((key) => describeLeft(`Stock shard ${key} exists`)),
    ...seats.map(({ seatId }) => ({ ...describeLeft(`Seat ${seatId} exists`), seatId })),
    ...(await findJobsWithoutShow(store, showId, now)),
    ...(await findSettlementLeft(store, showId, now)),
  ];
  let totals = noPurchases;
  const seen = new Set<string>();
  const add = (item: Item): void => {
    const name = purchaseRef(String(item.userId), String(item.recordKey));
    if (seen.has(name)) return;
    seen.add(name);
    const { record: purchase } =
      getRecordKind(item) === 'purchase' ? readAuditedPurchase(item) : {};
    if (purchase !== undefined) totals = addToTotals(totals, purchase);
    differences.push(...findRecordsLeft(showId, item));
  };
  const recordKey = ledgerKey(showId);
  if (allRecords)
    await scanShowRecords(store, { showId, recordKey, onItems: (items) => items.forEach(add) });
  await readListedRecords(store, showId, (items) => items.forEach(add));
  if (differences.length === 0) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  const counters = [...stock.values()];
  return {
    showId,
    capacity: 0,
    available: sumCounter(counters, 'available'),
    held: sumCounter(counters, 'held'),
    sold: sumCounter(counters, 'sold'),
    tickets: totals.tickets,
    revenue: { amount: totals.revenue, currency: NO_CURRENCY },
    ...countRead(totals, allRecords),
    differences,
    holds: false,
  };
}

/** The settlement of a removed show is due, and then goes, with what it counts. */
async function findSettlementLeft(
  store: Store<'shows'>,
  showId: string,
  now: Date,
): Promise<AuditDifference[]> {
  const key = settlementKey(showId);
  const item = await getItem(store, settlementKind, { key, consistent: true });
  if (item === undefined) return [];
  const isDue =
    item.startMonth === UNSETTLED_PARTITION &&
    String(item.startKey) <= settlementOrder(now.getTime(), showId);
  return isDue ? [] : [describeLeft(`Settlement ${key.showId} exists`)];
}

/** Reads the purchases that the journal of a show lists, and the ledgers of their buyers. */
async function readListedRecords(
  store: Store<'journal' | 'purchases'>,
  showId: string,
  onItems: (items: readonly Item[]) => void,
): Promise<void> {
  const keys = new Map<string, { readonly userId: string; readonly recordKey: string }>();
  await readAuditedJournal(store, { showId, buckets: MAX_SHARDS }, ({ entries }) => {
    for (const { userId, recordKey } of entries.flatMap(({ purchases }) => purchases)) {
      for (const key of [recordKey, ledgerKey(showId)])
        keys.set(purchaseRef(userId, key), { userId, recordKey: key });
    }
  });
  const table = store.tables.purchases;
  const batch = { table, what: 'the purchases', keys: [...keys.values()] };
  await batchGet(store, batch, (items) => onItems(items.filter((item) => item.showId === showId)));
}

const describeLeft = (what: string): AuditDifference => ({
  code: 'SHOW_REMOVED',
  message: `${what}, but the show does not.`,
});

const describeRemoved = (
  showId: string,
  { removedAt, startMonth, startKey }: z.infer<typeof RemovedShow>,
): AuditDifference => ({
  code: 'SHOW_REMOVED',
  message:
    startMonth === undefined && startKey === undefined
      ? `Show ${showId} was removed at ${removedAt}, but not to the end.`
      : `Show ${showId} was removed at ${removedAt}, but is still in the lists.`,
});

/** Refused, failed and cancelled purchases of a removed show stay, and so do their ledgers. */
function findRecordsLeft(showId: string, item: Item): AuditDifference[] {
  if (getRecordKind(item) === 'purchase') {
    const { record, differences } = readAuditedPurchase(item);
    if (record === undefined || !hasTickets(record)) return [...differences];
    const { purchaseId, userId } = record;
    const message = `Purchase ${purchaseId} is ${record.status}, but its show ${showId} does not exist.`;
    return [...differences, { code: 'PURCHASE_WITHOUT_SHOW', message, purchaseId, userId }];
  }
  const { record, differences } = readAuditedLedger(item);
  if (record === undefined || record.tickets <= 0 || record.recordKey !== ledgerKey(showId))
    return [...differences];
  const { userId, tickets } = record;
  const message = `The ledger of buyer ${userId} counts ${tickets} tickets, but its show ${showId} does not exist.`;
  return [...differences, { code: 'LEDGER_WITHOUT_SHOW', message, userId }];
}
