import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { isFirstDecision } from './first-decision.ts';
import type { PurchaseRecord } from './purchase-record.ts';

/**
 * Records a purchase that gets no tickets, unless it was decided before: 1 write unit. The condition
 * is the consistent look at the buyer's own record: somebody whose confirmation was lost on its way
 * keeps the tickets, whatever the stock says now.
 *
 * @returns whether this call decided it; false: it was decided before.
 * @throws StoreError STORE_UNAVAILABLE; the refusal may then be recorded.
 */
export async function recordRefusal(
  store: Store<'purchases'>,
  record: PurchaseRecord,
): Promise<'recorded' | 'already-decided'> {
  try {
    await send(
      'record the refusal',
      store.documents.send(
        new PutCommand({ TableName: store.tables.purchases, Item: record, ...isFirstDecision }),
      ),
      ['ConditionalCheckFailedException'],
    );
    return 'recorded';
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return 'already-decided';
    }
    throw error;
  }
}
