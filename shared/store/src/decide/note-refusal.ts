import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ledgerKey } from '../keys.ts';
import type { PurchaseRecord } from '../purchases/purchase-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';

/**
 * Enters a recorded refusal into its buyer's ledger, unless a later decision stands there: 1 write unit.
 * Repeating it changes nothing, so that whoever finds a purchase refused before may complete it.
 *
 * @throws StoreError STORE_UNAVAILABLE; it may then be entered.
 */
export async function noteRefusal(
  store: Store<'purchases'>,
  showId: string,
  { userId, purchaseId, status, requestedAt, decidedAt }: PurchaseRecord,
): Promise<void> {
  try {
    await send(
      "enter the refusal into the buyer's ledger",
      store.documents.send(
        new UpdateCommand({
          TableName: store.tables.purchases,
          Key: { userId, recordKey: ledgerKey(showId) },
          UpdateExpression:
            'SET showId = :show, tickets = if_not_exists(tickets, :none), lastPurchaseId = :purchase, lastStatus = :status, lastRequestedAt = :requestedAt, lastDecidedAt = :decidedAt',
          ConditionExpression: 'attribute_not_exists(lastDecidedAt) OR lastDecidedAt < :decidedAt',
          ExpressionAttributeValues: {
            ':show': showId,
            ':none': 0,
            ':purchase': purchaseId,
            ':status': status,
            ':requestedAt': requestedAt,
            ':decidedAt': decidedAt,
          },
        }),
      ),
      ['ConditionalCheckFailedException'],
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
}
