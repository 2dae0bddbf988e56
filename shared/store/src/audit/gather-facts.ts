import { keepsLedger, MAX_SHARDS, parsePurchaseId } from '@willcall/domain';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { ledgerKey, parsePurchaseRef, purchaseRecordKey, purchaseRef } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { createRateLimiter, READ_UNITS_PER_SECOND } from '../rate-limiter.ts';
import { batchGet } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { collectFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { compareShards } from './journal-differences.ts';
import { collectJournal, takesTickets } from './journal-facts.ts';
import { readAuditedJournal } from './read-audited-journal.ts';
import type { AuditedSeats } from './read-seats.ts';
import type { BuyerFacts, SaleFacts } from './sale-facts.ts';
import { type ScanProgress, scanShowRecords } from './scan-records.ts';

export type GatherOptions = {
  /** Also the records that nothing of the show names: a scan of the whole Purchases table. */
  readonly allRecords: boolean;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
  readonly clock: () => Date;
};

type PurchaseName = { readonly userId: string; readonly recordKey: string };

/**
 * Reads the journal of a show, the purchases that it lists or that hold a seat, and their buyers'
 * ledgers with the last purchases of these. All of it is read by key: 1 read unit for each record, and 1
 * for 4 KB of entries. Each shard is read in turn: a page, the purchases in it, the next page. After the
 * page was compared with them, only sums and a few fields of each purchase are kept.
 *
 * With `allRecords`, it scans the table first. A sale that the scan sees has its entry by then.
 */
export async function gatherFacts(
  store: Store<'journal' | 'purchases'>,
  show: ShowRecord,
  seats: AuditedSeats,
  { allRecords, onProgress = () => undefined, clock }: GatherOptions,
): Promise<SaleFacts> {
  const collector = collectFacts(show, seats.seats, clock);
  const journal = collectJournal(show);
  const { records, unreadable } = collector.facts();
  const ofShards: AuditDifference[] = [];
  const paid = createRateLimiter(READ_UNITS_PER_SECOND);
  const asked = new Set<string>();
  let read = { scanned: 0, found: 0 };
  const readRecords = async (names: readonly PurchaseName[]): Promise<void> => {
    const keys = names.filter((name) => {
      const ref = purchaseRef(name.userId, name.recordKey);
      const isNew = !asked.has(ref) && !records.has(ref) && !unreadable.has(ref);
      if (isNew) asked.add(ref);
      return isNew;
    });
    const table = store.tables.purchases;
    const batch = { table, what: 'the purchases', keys, concurrency: 1 };
    await batchGet(store, batch, async (items) => {
      items.forEach(collector.add);
      read = { scanned: read.scanned + items.length, found: read.found + items.length };
      onProgress(read);
      await paid(items.length);
    });
  };
  const compare = (entry: JournalEntry) => void ofShards.push(...compareShards(entry, records));

  if (allRecords) {
    await scanShowRecords(store, {
      showId: show.showId,
      // Also the ledgers that are stored under this show and name another.
      recordKey: ledgerKey(show.showId),
      onItems: (items) => items.forEach(collector.add),
      onProgress: (progress) => {
        read = progress;
        onProgress(progress);
      },
    });
  }
  const buckets = allRecords ? MAX_SHARDS : show.buckets;
  await readAuditedJournal(store, { ...show, buckets }, async ({ entries, differences }) => {
    entries.forEach(journal.add);
    journal.report(differences);
    const taking = entries.filter(takesTickets);
    await readRecords(taking.flatMap(({ purchases }) => purchases).map(nameOf));
    taking.forEach(compare);
  });
  const { listings, later } = journal.facts;
  const holders = seats.seats.flatMap(({ heldBy }) =>
    heldBy === undefined ? [] : (parsePurchaseRef(heldBy) ?? []),
  );
  await readRecords([...[...listings.values()].map(nameOf), ...holders]);
  later.forEach(compare);
  if (keepsLedger(show)) {
    const recordKey = ledgerKey(show.showId);
    const { buyers } = collector.facts();
    if (!allRecords) await readRecords([...buyers.keys()].map((userId) => ({ userId, recordKey })));
    await readRecords([...collector.facts().buyers].flatMap(listLast));
  }
  const facts = collector.facts();
  const differences = [...seats.differences, ...facts.differences, ...journal.facts.differences];
  return { ...facts, journal: journal.facts, differences: [...differences, ...ofShards] };
}

const nameOf = ({ userId, recordKey }: PurchaseName): PurchaseName => ({ userId, recordKey });

/** The last purchase of a buyer's ledger may be a refusal, which no entry lists. */
function listLast([userId, { ledger }]: readonly [string, BuyerFacts]): PurchaseName[] {
  const last = ledger?.lastPurchaseId;
  const id = last === undefined ? undefined : parsePurchaseId(last);
  return id === undefined ? [] : [{ userId, recordKey: purchaseRecordKey(id.key) }];
}
