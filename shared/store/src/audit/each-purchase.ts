import { purchaseRecordKey } from '../keys.ts';
import { PurchaseRecord } from '../purchases/purchase-record.ts';
import { readRecord } from '../read-record.ts';
import type { Store } from '../store.ts';
import { type ScanProgress, scanShowRecords } from './scan-show-records.ts';

export type PurchaseVisitor = {
  /** Takes some of the purchases; what comes next waits for it. */
  readonly onPurchases: (purchases: readonly PurchaseRecord[]) => void | Promise<void>;
  readonly onProgress?: (progress: ScanProgress) => void;
};

/**
 * Hands over every decided purchase of a show, whatever its status, in no order and a page at a time, by the
 * audit's paced scan: 1 read unit for every 4 KB of the whole Purchases table.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; whatever `onPurchases` throws
 */
export const eachPurchase = (
  store: Store<'purchases'>,
  showId: string,
  { onPurchases, onProgress }: PurchaseVisitor,
): Promise<void> =>
  scanShowRecords(store, {
    showId,
    prefix: purchaseRecordKey(''),
    onItems: (items) =>
      onPurchases(items.map((item) => readRecord(PurchaseRecord, item, 'a purchase'))),
    onProgress,
  });
