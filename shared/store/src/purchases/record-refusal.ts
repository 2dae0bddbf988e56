import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { isFirstDecision } from './first-decision.ts';
import { PurchaseRecord } from './purchase-record.ts';

/** Whether this call decided the purchase. */
export type Refused =
  | { readonly kind: 'recorded' }
  /** `earlier`: what was decided before, where this release can read it. */
  | { readonly kind: 'already-decided'; readonly earlier: PurchaseRecord | undefined };

/**
 * Records a purchase that gets no tickets, unless it was decided before: 1 write unit. The condition
 * is the consistent look at the buyer's own record: somebody whose confirmation was lost on its way
 * keeps the tickets, whatever the stock says now.
 *
 * @throws StoreError STORE_UNAVAILABLE; the refusal may then be recorded.
 */
export async function recordRefusal(
  store: Store<'purchases'>,
  record: PurchaseRecord,
): Promise<Refused> {
  try {
    await send(
      'record the refusal',
      store.documents.send(
        new PutCommand({
          TableName: store.tables.purchases,
          Item: record,
          ...isFirstDecision,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
      ['ConditionalCheckFailedException'],
    );
    return { kind: 'recorded' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const earlier = PurchaseRecord.safeParse(unmarshall(error.Item ?? {}));
    return { kind: 'already-decided', earlier: earlier.data };
  }
}
