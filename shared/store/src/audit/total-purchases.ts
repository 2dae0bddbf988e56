import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { purchaseRecordKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import {
  AuditedPurchase,
  addPurchase,
  noPurchases,
  type PurchaseTotals,
} from './purchase-totals.ts';

/** How far a scan has come: records read of the table, and how many of them are the show's. */
export type ScanProgress = { readonly scanned: number; readonly found: number };

/** Scans of the table beside each other, each waiting for its page: quick, and no rush of read units. */
const SEGMENTS = 4;

/**
 * Adds up all purchases of a show by a consistent scan of the whole table: 1 read unit for every 4 KB
 * that the table holds, whatever share of it is this show's.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function totalPurchases(
  store: Store<'purchases'>,
  showId: string,
  onProgress: (progress: ScanProgress) => void,
): Promise<PurchaseTotals> {
  let totals = noPurchases;
  let scanned = 0;
  let found = 0;
  const scanSegment = async (segment: number) => {
    for await (const page of pages(store, showId, segment)) {
      for (const purchase of page.purchases) totals = addPurchase(totals, purchase);
      scanned += page.scanned;
      found += page.purchases.length;
      onProgress({ scanned, found });
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, segment) => scanSegment(segment)));
  return totals;
}

async function* pages(store: Store<'purchases'>, showId: string, segment: number) {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await send(
      'scan the purchases',
      store.documents.send(
        new ScanCommand({
          TableName: store.tables.purchases,
          ConsistentRead: true,
          Segment: segment,
          TotalSegments: SEGMENTS,
          // The table holds more than purchases: the prefix tells them apart.
          FilterExpression: 'showId = :show AND begins_with(recordKey, :purchase)',
          ExpressionAttributeValues: { ':show': showId, ':purchase': purchaseRecordKey('') },
          ProjectionExpression: '#status, reason, quantity, #total',
          ExpressionAttributeNames: { '#status': 'status', '#total': 'total' },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    const purchases = (page.Items ?? []).map((item) =>
      readRecord(AuditedPurchase, item, 'a purchase'),
    );
    yield { purchases, scanned: page.ScannedCount ?? 0 };
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
