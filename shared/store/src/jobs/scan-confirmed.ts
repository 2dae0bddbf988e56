import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { PURCHASE_PREFIX } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import {
  type ConfirmedPurchase,
  type PurchaseRecord,
  purchaseKind,
} from '../purchases/purchase-record.ts';
import { readRecords } from '../read-items.ts';
import { JobPosition } from './show-job.ts';

/** The records of one show on one page of a scan. */
type ConfirmedPage = {
  readonly purchases: readonly ConfirmedPurchase[];
  /** Number of records that were left out because they cannot be read. */
  readonly unreadable: number;
  /** The start of the next page. Undefined at the end of the scan. */
  readonly next?: JobPosition;
};

/**
 * Scans one page of the Purchases table and returns the confirmed purchases of a show. Consistent:
 * 1 read unit per 4 KB of the page, including the records of other shows. A record with an unknown
 * status may be a confirmed purchase, so it is unreadable and not ignored.
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
          'showId = :show AND begins_with(recordKey, :purchase) AND NOT #status IN (:rejected, :failed, :cancelled)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':show': showId,
          ':purchase': PURCHASE_PREFIX,
          ':rejected': 'REJECTED',
          ':failed': 'FAILED',
          ':cancelled': 'CANCELLED',
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    ),
  );
  const { records, unreadable } = readRecords(store, purchaseKind, Items);
  return {
    purchases: records.filter(isConfirmed),
    unreadable: unreadable.length,
    ...(LastEvaluatedKey === undefined ? {} : { next: JobPosition.parse(LastEvaluatedKey) }),
  };
}

const isConfirmed = (record: PurchaseRecord): record is ConfirmedPurchase =>
  record.status === 'CONFIRMED';
