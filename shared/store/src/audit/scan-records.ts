import { setTimeout as wait } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { UnreadableRecord } from '../errors.ts';
import { PURCHASE_PREFIX } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { type PurchaseRecord, purchaseKind } from '../purchases/purchase-record.ts';
import { type Item, readRecords } from '../read-items.ts';

/** The progress of a scan: records scanned, and how many of them matched. */
export type ScanProgress = { readonly scanned: number; readonly found: number };

type RecordScan = {
  readonly showId: string;
  /** The prefix of the sort keys to return. The table holds more than purchases. */
  readonly prefix?: string;
  /** Also records of other shows with exactly this sort key. */
  readonly recordKey?: string;
  /** Receives a page. The scan waits for it, so that only a few pages are in memory at a time. */
  readonly onItems: (items: readonly Item[]) => void | Promise<void>;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
};

/** Concurrent scan segments, each of which reads one page at a time. */
const SEGMENTS = 4;

/**
 * A partition provides 3,000 read units per second. Half of that leaves the rest to buyers, even if
 * the whole scan reads one partition.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const READ_UNITS_PER_SECOND = 1_500;

/** A full page is 1 MB. Assumed cost if DynamoDB does not report it. */
const FULL_PAGE_UNITS = 256;

/**
 * Finds the records of a show with a consistent scan of the whole Purchases table, in no particular
 * order: 1 read unit per 4 KB of the table, including the records of other shows.
 *
 * @throws StoreError STORE_UNAVAILABLE, and any error of `onItems`
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
  { showId, prefix, recordKey }: RecordScan,
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
        FilterExpression: createFilter(prefix, recordKey),
        ExpressionAttributeValues: {
          ':show': showId,
          ...(prefix === undefined ? {} : { ':prefix': prefix }),
          ...(recordKey === undefined ? {} : { ':key': recordKey }),
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    ),
  );

const createFilter = (prefix: string | undefined, recordKey: string | undefined): string =>
  [
    `showId = :show${prefix === undefined ? '' : ' AND begins_with(recordKey, :prefix)'}`,
    ...(recordKey === undefined ? [] : ['recordKey = :key']),
  ].join(' OR ');

/** Test hooks: time, in milliseconds. */
type PaceSeams = {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

const MS_PER_SECOND = 1_000;

/**
 * Creates a rate limiter for several callers. A caller that has used units waits before it
 * continues.
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
  /** Receives a batch of purchases. The scan waits for it. */
  readonly onPurchases: (purchases: readonly PurchaseRecord[]) => void | Promise<void>;
  readonly onProgress?: (progress: ScanProgress) => void;
};

/**
 * Passes every decided purchase of a show, with any status, to `onPurchases`, one page at a time
 * and in no particular order. It uses the rate-limited scan of the audit: 1 read unit per 4 KB of
 * the whole Purchases table.
 *
 * @returns the purchases that were left out because they cannot be read.
 * @throws StoreError STORE_UNAVAILABLE, and any error of `onPurchases`
 */
export async function forEachPurchase(
  store: Store<'purchases'>,
  showId: string,
  { onPurchases, onProgress }: PurchaseVisitor,
): Promise<readonly UnreadableRecord[]> {
  const leftOut: UnreadableRecord[] = [];
  await scanShowRecords(store, {
    showId,
    prefix: PURCHASE_PREFIX,
    onItems: (items) => {
      const { records, unreadable } = readRecords(store, purchaseKind, items);
      leftOut.push(...unreadable);
      return onPurchases(records);
    },
    onProgress,
  });
  return leftOut;
}
