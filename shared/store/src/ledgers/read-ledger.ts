import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { ledgerKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { LedgerRecord } from './ledger-record.ts';

/**
 * A buyer's ledger for a show, read consistently: 1 read unit. Undefined when the show keeps none, or
 * none of the buyer's purchases was decided yet.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readLedger(
  store: Store<'purchases'>,
  userId: string,
  showId: string,
): Promise<LedgerRecord | undefined> {
  const { Item } = await send(
    "read the buyer's ledger",
    store.documents.send(
      new GetCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey: ledgerKey(showId) },
        ConsistentRead: true,
      }),
    ),
  );
  return Item === undefined ? undefined : readRecord(LedgerRecord, Item, "the buyer's ledger");
}
