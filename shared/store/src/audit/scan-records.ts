import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type Store, send } from '../open-store.ts';
import { createRateLimiter, READ_UNITS_PER_SECOND } from '../rate-limiter.ts';
import type { Item } from '../read-items.ts';

/** The progress of a scan: records scanned, and how many of them matched. */
export type ScanProgress = { readonly scanned: number; readonly found: number };

type RecordScan = {
  readonly showId: string;
  /** Also records of other shows with exactly this sort key. */
  readonly recordKey: string;
  /** Receives a page. The scan waits for it, so that only a few pages are in memory at a time. */
  readonly onItems: (items: readonly Item[]) => void | Promise<void>;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
};

/** Concurrent scan segments, each of which reads one page at a time. */
const SEGMENTS = 4;

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
  { showId, recordKey }: RecordScan,
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
        FilterExpression: 'showId = :show OR recordKey = :key',
        ExpressionAttributeValues: { ':show': showId, ':key': recordKey },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    ),
  );
