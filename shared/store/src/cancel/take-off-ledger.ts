import { keepsLedger } from '@willcall/domain';
import { ledgerKey } from '../keys.ts';
import { readLedger } from '../ledgers/read-ledger.ts';
import type { ConfirmedPurchase } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

/**
 * The part of a return that takes its tickets off the buyer's ledger; none where the show keeps none.
 * The ledger tells of the purchase that was decided last: when that is this one, it is said to be
 * cancelled. Which of the two cases it is was read before, so it is part of the condition.
 */
export async function takeOffLedger(
  store: Store<'purchases'>,
  { userId, purchaseId, quantity }: ConfirmedPurchase,
  show: ShowRecord,
): Promise<TransactionAction[]> {
  if (!keepsLedger(show)) return [];
  const ledger = await readLedger(store, userId, show.showId);
  const isLast = ledger?.lastPurchaseId === purchaseId;
  return [
    {
      Update: {
        TableName: store.tables.purchases,
        Key: { userId, recordKey: ledgerKey(show.showId) },
        UpdateExpression: `SET tickets = tickets - :tickets${isLast ? ', lastStatus = :cancelled' : ''}`,
        ConditionExpression: `tickets >= :tickets AND lastPurchaseId ${isLast ? '=' : '<>'} :mine`,
        ExpressionAttributeValues: {
          ':tickets': quantity,
          ':mine': purchaseId,
          ...(isLast ? { ':cancelled': 'CANCELLED' } : {}),
        },
      },
    },
  ];
}
