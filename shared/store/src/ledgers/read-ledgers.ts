import { ledgerKey } from '../keys.ts';
import { readItems } from '../read-items.ts';
import type { Store } from '../store.ts';
import { LedgerRecord } from './ledger-record.ts';

/**
 * The ledgers of some buyers for a show, read consistently: 1 read unit each. A buyer without one is
 * not in the answer.
 *
 * @param userIds each named once.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readLedgers(
  store: Store<'purchases'>,
  showId: string,
  userIds: readonly string[],
): Promise<Map<string, LedgerRecord>> {
  const ledgers = await readItems(store, {
    table: store.tables.purchases,
    keys: userIds.map((userId) => ({ userId, recordKey: ledgerKey(showId) })),
    schema: LedgerRecord,
    what: "buyers' ledgers",
  });
  return new Map(ledgers.map((ledger) => [ledger.userId, ledger]));
}
