import type { ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { type ScanProgress, scanShowRecords } from './scan-records.ts';

const PAGES = 3;

/** A table with three pages in each segment. One record in ten is of the show. */
const pagedTable = (fails: (input: ScanCommandInput) => boolean = () => false) => {
  const requests: ScanCommandInput[] = [];
  const store = openStore(
    { purchases: 'purchases' },
    { client: { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } },
  );
  store.documents.middlewareStack.add(
    () => async (args) => {
      const input = args.input as ScanCommandInput;
      requests.push(input);
      if (fails(input)) throw new Error('throttled');
      const page = Number(input.ExclusiveStartKey?.page ?? 0);
      const output = {
        $metadata: {},
        ScannedCount: 10,
        Items: [{ segment: input.Segment, page }],
        ConsumedCapacity: { CapacityUnits: 1 },
        ...(page + 1 < PAGES ? { LastEvaluatedKey: { page: page + 1 } } : {}),
      };
      return { output, response: {} };
    },
    { step: 'initialize', priority: 'low' },
  );
  return { store, requests };
};

it('reads every page of every segment consistently, and reports its progress', async () => {
  const { store, requests } = pagedTable();
  const found: unknown[] = [];
  const progress: ScanProgress[] = [];
  await scanShowRecords(store, {
    showId: 'hamlet',
    recordKey: 'S#hamlet',
    onItems: (items) => void found.push(...items),
    onProgress: (next) => progress.push(next),
  });
  const allPages = [0, 1, 2, 3].flatMap((segment) => [0, 1, 2].map((page) => ({ segment, page })));
  expect(found).toHaveLength(allPages.length);
  expect(found).toEqual(expect.arrayContaining(allPages));
  expect(progress.at(-1)).toEqual({ scanned: 120, found: 12 });
  expect(requests[0]).toMatchObject({
    ConsistentRead: true,
    TotalSegments: 4,
    FilterExpression: 'showId = :show OR recordKey = :key',
    ExpressionAttributeValues: { ':show': 'hamlet', ':key': 'S#hamlet' },
  });
});

it('reads the next page of a segment only after the last one was consumed', async () => {
  const { store, requests } = pagedTable();
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  const { promise: allArrived, resolve: lastArrives } = Promise.withResolvers<void>();
  let arrived = 0;
  const scanned = scanShowRecords(store, {
    showId: 'hamlet',
    recordKey: 'S#hamlet',
    onItems: () => {
      arrived += 1;
      if (arrived === 4) lastArrives();
      return taken;
    },
  });
  await allArrived;
  expect(requests).toHaveLength(4);
  take();
  await scanned;
  expect(requests).toHaveLength(12);
});

it('stops all segments if one fails', async () => {
  const { store, requests } = pagedTable(({ Segment }) => Segment === 2);
  const scanned = scanShowRecords(store, {
    showId: 'hamlet',
    recordKey: 'S#hamlet',
    onItems: () => undefined,
  });
  await expect(scanned).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(requests.length).toBeLessThan(12);
});
