import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { PURCHASE_PREFIX } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { type ConfirmedPurchase, PurchaseRecord } from '../purchases/purchase-record.ts';
import { readRecord } from '../read-items.ts';
import { JobPosition } from './show-job.ts';

/** One page of a scan: this show's part of it. */
type ConfirmedPage = {
  readonly purchases: readonly ConfirmedPurchase[];
  /** Records that this release cannot read; whoever looks for them finds them in the table's audit. */
  readonly unreadable: number;
  /** Where the next page begins; without it the scan is at its end. */
  readonly next?: JobPosition;
};

/**
 * A page of the Purchases table, and in it the confirmed purchases of a show. Consistent: 1 read unit
 * for each 4 KB of the page, whatever share of it is the show's.
 *
 * @param pageSize records looked at.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function scanConfirmed(
  store: Store<'purchases'>,
  showId: string,
  pageSize: number,
  from: JobPosition | undefined,
): Promise<ConfirmedPage> {
  const { Items = [], LastEvaluatedKey } = await send(
    'scan the purchases',
    store.documents.send(
      new ScanCommand({
        TableName: store.tables.purchases,
        ConsistentRead: true,
        Limit: pageSize,
        FilterExpression:
          'showId = :show AND begins_with(recordKey, :purchase) AND #status = :confirmed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':show': showId,
          ':purchase': PURCHASE_PREFIX,
          ':confirmed': 'CONFIRMED',
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    ),
  );
  const purchases = Items.flatMap((item) => confirmedPurchase(item) ?? []);
  return {
    purchases,
    unreadable: Items.length - purchases.length,
    ...(LastEvaluatedKey === undefined
      ? {}
      : { next: readRecord(JobPosition, LastEvaluatedKey, 'the place in the table') }),
  };
}

function confirmedPurchase(item: unknown): ConfirmedPurchase | undefined {
  const { data } = PurchaseRecord.safeParse(item);
  return data?.status === 'CONFIRMED' ? { ...data, status: data.status } : undefined;
}
