import { setTimeout as wait } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { PURCHASE_PREFIX } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { PurchaseRecord } from '../purchases/purchase-record.ts';
import { createProjection, type Item, readRecord } from '../read-items.ts';

/** How far a scan has come: records read of the table, and how many of them are wanted. */
export type ScanProgress = { readonly scanned: number; readonly found: number };

type RecordScan = {
  readonly showId: string;
  /** How the sort keys of the wanted records begin; the table holds more than purchases. */
  readonly prefix?: string;
  /** All of them when none is named. */
  readonly attributes?: readonly string[];
  /** Takes a page; the scan waits for it, so that no more than a few pages are ever in memory. */
  readonly onItems: (items: readonly Item[]) => void | Promise<void>;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
};

/** Scans of the table beside each other, each waiting for its page. */
const SEGMENTS = 4;

/**
 * One partition gives 3,000 read units a second: half of that leaves buyers theirs, wherever the scan is.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const READ_UNITS_PER_SECOND = 1_500;

/** A full page is 1 MB: what is charged should DynamoDB not say. */
const FULL_PAGE_UNITS = 256;

/**
 * Finds a show's records by a consistent scan of the whole Purchases table, in no order: 1 read unit
 * for every 4 KB that the table holds, whatever share of it is this show's.
 *
 * @throws StoreError STORE_UNAVAILABLE; whatever `onItems` throws
 */
export async function scanShowRecords(store: Store<'purchases'>, scan: RecordScan): Promise<void> {
  const { onItems, onProgress = () => undefined } = scan;
  const paid = createRateLimiter(READ_UNITS_PER_SECOND);
  let scanned = 0;
  let found = 0;
  let hasFailed = false;
  const scanSegment = async (segment: number) => {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await scanPage(store, scan, segment, from);
      const { Items = [], ScannedCount = 0, ConsumedCapacity } = page;
      scanned += ScannedCount;
      found += Items.length;
      onProgress({ scanned, found });
      await onItems(Items);
      from = page.LastEvaluatedKey;
      if (from !== undefined) await paid(ConsumedCapacity?.CapacityUnits ?? FULL_PAGE_UNITS);
    } while (from !== undefined && !hasFailed);
  };
  const orEndAll = (error: unknown): never => {
    hasFailed = true;
    throw error;
  };
  const segments = Array.from({ length: SEGMENTS }, (_, segment) => segment);
  await Promise.all(segments.map((segment) => scanSegment(segment).catch(orEndAll)));
}

const scanPage = (
  store: Store<'purchases'>,
  { showId, prefix, attributes }: RecordScan,
  segment: number,
  from: Record<string, unknown> | undefined,
) =>
  send(
    'scan the purchases',
    store.documents.send(
      new ScanCommand({
        TableName: store.tables.purchases,
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
        Segment: segment,
        TotalSegments: SEGMENTS,
        FilterExpression: `showId = :show${prefix === undefined ? '' : ' AND begins_with(recordKey, :prefix)'}`,
        ExpressionAttributeValues: {
          ':show': showId,
          ...(prefix === undefined ? {} : { ':prefix': prefix }),
        },
        ...createProjection(attributes),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    ),
  );

/** Where a test may reach in: time, in milliseconds. */
type PaceSeams = {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

const MS_PER_SECOND = 1_000;

/**
 * Spreads read units over time, for all who share it: whoever has read so many units waits here before
 * they read on.
 */
export function createRateLimiter(
  unitsPerSecond: number,
  { now = () => performance.now(), wait: pause = wait }: PaceSeams = {},
): (units: number) => Promise<void> {
  let paidUntil = 0;
  return async (units) => {
    const at = now();
    paidUntil = Math.max(paidUntil, at) + (units / unitsPerSecond) * MS_PER_SECOND;
    await pause(paidUntil - at);
  };
}

type PurchaseVisitor = {
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
export const forEachPurchase = (
  store: Store<'purchases'>,
  showId: string,
  { onPurchases, onProgress }: PurchaseVisitor,
): Promise<void> =>
  scanShowRecords(store, {
    showId,
    prefix: PURCHASE_PREFIX,
    onItems: (items) =>
      onPurchases(items.map((item) => readRecord(PurchaseRecord, item, 'a purchase'))),
    onProgress,
  });
