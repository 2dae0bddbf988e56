import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { PURCHASE_PREFIX } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { type ConfirmedPurchase, PurchaseRecord } from '../purchases/purchase-record.ts';
import { readRecord } from '../read-items.ts';
import { JobPosition } from './show-job.ts';

/** The records of one show on one page of a scan. */
type ConfirmedPage = {
  readonly purchases: readonly ConfirmedPurchase[];
  /** Number of records that this release cannot read. The audit of the table reports them. */
  readonly unreadable: number;
  /** The start of the next page. Undefined at the end of the scan. */
  readonly next?: JobPosition;
};

/**
 * Scans one page of the Purchases table and returns the confirmed purchases of a show. Consistent:
 * 1 read unit per 4 KB of the page, including the records of other shows.
 *
 * @param pageSize number of records to scan.
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
      : { next: readRecord(JobPosition, LastEvaluatedKey, 'the scan position') }),
  };
}

function confirmedPurchase(item: unknown): ConfirmedPurchase | undefined {
  const { data } = PurchaseRecord.safeParse(item);
  return data?.status === 'CONFIRMED' ? { ...data, status: data.status } : undefined;
}
