import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import type { Item } from './collect-facts.ts';
import { pace } from './pace.ts';

/** How far a scan has come: records read of the table, and how many of them are wanted. */
export type ScanProgress = { readonly scanned: number; readonly found: number };

export type RecordScan = {
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
  const paid = pace(READ_UNITS_PER_SECOND);
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
  { showId, prefix = '', attributes }: RecordScan,
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
        FilterExpression: `showId = :show${prefix === '' ? '' : ' AND begins_with(recordKey, :prefix)'}`,
        ExpressionAttributeValues: {
          ':show': showId,
          ...(prefix === '' ? {} : { ':prefix': prefix }),
        },
        ...projectionOf(attributes),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    ),
  );

/** By placeholders: `status` and `total` are reserved words of DynamoDB. */
const projectionOf = (attributes: readonly string[] | undefined) =>
  attributes === undefined
    ? {}
    : {
        ProjectionExpression: attributes.map((_, index) => `#${index}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          attributes.map((name, index) => [`#${index}`, name]),
        ),
      };
