import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Allocation } from '@willcall/domain';
import { bucketKey } from '../keys.ts';
import { isFirstDecision } from '../purchases/first-decision.ts';
import type { PurchaseRecord } from '../purchases/purchase-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { judgeCancellation, type SaleOutcome } from './judge-cancellation.ts';

/** One transaction: the tickets of these purchases, from these buckets of one show. */
export type Sale = {
  readonly showId: string;
  /** Minor units a ticket. */
  readonly price: number;
  readonly from: readonly Allocation[];
  readonly purchases: readonly PurchaseRecord[];
  /** New for every new plan. The SDK's retries of this call keep it, so a lost reply sells once. */
  readonly token: string;
};

/**
 * Sells all of it or nothing: 2 write units for each bucket and each purchase of at most 1 KB.
 *
 *     stock bucket   available ≥ n  →  available − n, sold + n, revenue + n × price
 *     purchase       not exists     →  CONFIRMED
 *
 * @throws StoreError STORE_UNAVAILABLE: throttled, timed out or unreachable; it may have been sold, so
 *   nothing may be concluded from it.
 */
export async function commitSale(
  store: Store<'stock' | 'purchases'>,
  sale: Sale,
): Promise<SaleOutcome> {
  const { stock, purchases } = store.tables;
  const takeStock = sale.from.map(({ bucket, quantity }) => ({
    Update: {
      TableName: stock,
      Key: { bucketKey: bucketKey(sale.showId, bucket) },
      UpdateExpression:
        'SET available = available - :tickets, sold = sold + :tickets, revenue = revenue + :price',
      ConditionExpression: 'available >= :tickets',
      ExpressionAttributeValues: { ':tickets': quantity, ':price': quantity * sale.price },
    },
  }));
  const writeTickets = sale.purchases.map((record) => ({
    Put: { TableName: purchases, Item: record, ...isFirstDecision },
  }));
  try {
    await send(
      'commit the sale',
      store.documents.send(
        new TransactWriteCommand({
          TransactItems: [...takeStock, ...writeTickets],
          ClientRequestToken: sale.token,
        }),
      ),
      ['TransactionCanceledException'],
    );
    return { kind: 'sold' };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return judgeCancellation(error, sale.from.length, sale.purchases.length);
  }
}
