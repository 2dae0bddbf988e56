import { setTimeout as wait } from 'node:timers/promises';
import { known } from '@willcall/contracts';
import { parsePurchaseRef, purchaseRef } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { batchGet } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { collectFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import {
  compareListings,
  type ListingDifference,
  omitRef,
  type ReadRecords,
} from './journal-differences.ts';
import { collectJournal } from './journal-facts.ts';
import { readAuditedJournal } from './read-audited-journal.ts';
import { MAX_RECHECKS } from './recheck-each.ts';

/** Milliseconds until a record or an entry that was committed with the other must be readable. */
const PAUSE_MS = 1_000;

/**
 * Keeps the suspicions about the journal and the records that still stand. It reads these records, the
 * journal once more, and the records again: what both readings of a record contradict is certain.
 *
 *     audit reads the record: sold ── returned ── audit reads the entry ✗ suspicion ── record: returned ✓
 *     audit reads the entry ── the record cannot be read yet ✗ suspicion ── record ✓ sound
 *
 * It costs the journal again, and 2 read units for each purchase.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function recheckListings(
  store: Store<'journal' | 'purchases'>,
  show: ShowRecord,
  suspicions: readonly ListingDifference[],
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<AuditDifference[]> {
  const refs = new Set(suspicions.slice(0, MAX_RECHECKS).map(({ ref }) => ref));
  if (refs.size === 0) return [];
  await pause(PAUSE_MS);
  const before = await readRecords(store, show, refs);
  const journal = collectJournal(show);
  await readAuditedJournal(store, show, ({ entries }) => {
    for (const entry of entries) {
      const purchases = entry.purchases.filter(({ userId, recordKey }) =>
        refs.has(purchaseRef(userId, recordKey)),
      );
      if (purchases.length > 0) journal.add({ ...entry, purchases });
    }
  });
  const { listings } = journal.facts;
  const after = await readRecords(store, show, refs);
  const stands = new Set(compareListings(listings, after).map(nameSuspicion));
  const wasSuspected = new Set(suspicions.map(nameSuspicion));
  return compareListings(listings, before)
    .filter((listing) => [stands, wasSuspected].every((names) => names.has(nameSuspicion(listing))))
    .map(omitRef);
}

const nameSuspicion = ({ code, ref }: ListingDifference): string => `${code} ${ref}`;

async function readRecords(
  store: Store<'purchases'>,
  show: ShowRecord,
  refs: ReadonlySet<string>,
): Promise<ReadRecords> {
  const collector = collectFacts(show, []);
  const keys = [...refs].map((ref) => known(parsePurchaseRef(ref), 'purchase'));
  const table = store.tables.purchases;
  await batchGet(store, { table, what: 'the purchases', keys }, (items) =>
    items.forEach(collector.add),
  );
  return collector.facts();
}
