import {
  ExpiredIteratorException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { LocalLogEntry } from '../../process/local-log.ts';
import { findRunnableShards, pollShards } from './poll-shards.ts';
import { DEFAULT_RETRY_POLICY } from './retry-policy.ts';
import { loadShardProgress } from './shard-progress.ts';
import { noCheckpoint } from './stream-checkpoint.ts';
import { numbersOf, records } from './stream-records.fixture.ts';
import type { ShardStart, StreamSource } from './stream-source.ts';

type FakeShard = {
  readonly parentId?: string;
  readonly numbers: readonly number[];
  readonly isClosed?: boolean;
};

/** Creates a stream in memory. Iterators are `shard@index`, and each read returns one record. */
const createFakeSource = (shards: Record<string, FakeShard>, oldest = 0): StreamSource => ({
  shards: async () =>
    Object.entries(shards).map(([id, { parentId, isClosed = false }]) => ({
      id,
      parentId,
      isClosed,
    })),
  iterator: async (id, start) => `${id}@${findIndex(shards[id]?.numbers ?? [], start, oldest)}`,
  read: async (iterator) => {
    const [id = '', index = ''] = iterator.split('@');
    const { numbers = [], isClosed = false } = shards[id] ?? {};
    const number = numbers[Number(index)];
    if (number === undefined) return { records: [], next: isClosed ? undefined : iterator };
    return { records: records(number), next: `${id}@${Number(index) + 1}` };
  },
});

const findIndex = (numbers: readonly number[], start: ShardStart, oldest: number): number => {
  if (start === 'TRIM_HORIZON') return oldest;
  if (start === 'LATEST') return numbers.length;
  const index = numbers.indexOf(Number(start.after)) + 1;
  if (index < oldest) {
    throw new TrimmedDataAccessException({ message: 'trimmed', $metadata: {} });
  }
  return index;
};

type PollInput = {
  readonly source: StreamSource;
  readonly until: number;
  readonly accepts?: (record: DynamoDBRecord) => boolean;
  readonly after?: string;
};

/** Polls until the record with the given number was processed. Pauses take no time. */
const pollUntil = async ({ source, until, accepts = () => true, after }: PollInput) => {
  const handled: number[] = [];
  const saved: string[] = [];
  const logged: LocalLogEntry[] = [];
  const stopping = new AbortController();
  const progress = await loadShardProgress('stream', 'TRIM_HORIZON', {
    load: async () => new Map(after === undefined ? [] : [['a', { after }]]),
    save: async (_, positions) => {
      saved.push(JSON.stringify(Object.fromEntries(positions)));
    },
  });
  await pollShards({
    source,
    progress,
    accepts,
    streamArn: 'stream',
    function: {
      name: 'announce',
      timeoutMs: 1_000,
      handler: async ({ Records }: DynamoDBStreamEvent) => {
        handled.push(...numbersOf(Records));
        if (handled.includes(until)) stopping.abort();
      },
    },
    batchSize: 10,
    policy: DEFAULT_RETRY_POLICY,
    batchingWindowMs: 0,
    pollIntervalMs: 1,
    now: () => Date.UTC(2026, 0, 1),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    log: (entry) => logged.push(entry),
    stopping: stopping.signal,
  });
  return { handled, saved, logged };
};

test('child shards are read after their parent, each in order', async () => {
  const { handled } = await pollUntil({
    source: createFakeSource({
      child: { parentId: 'root', numbers: [3, 4] },
      root: { numbers: [1, 2], isClosed: true },
    }),
    until: 4,
  });
  expect(handled).toEqual([1, 2, 3, 4]);
});

test('a record that the filter skips still advances the position', async () => {
  const { handled, saved } = await pollUntil({
    source: createFakeSource({ a: { numbers: [1, 2, 3] } }),
    until: 3,
    accepts: (record) => numbersOf([record])[0] !== 2,
  });
  expect(handled).toEqual([1, 3]);
  expect(saved).toHaveLength(3);
  expect(saved.at(-1)).toBe('{"a":{"after":"000000000000000000003"}}');
});

test('an expired iterator is renewed without a loss or a repeat', async () => {
  const source = createFakeSource({ a: { numbers: [1, 2, 3] } });
  let expired = false;
  const read = async (iterator: string) => {
    if (iterator === 'a@1' && !expired) {
      expired = true;
      throw new ExpiredIteratorException({ message: 'expired', $metadata: {} });
    }
    return await source.read(iterator);
  };
  const { handled, logged } = await pollUntil({ source: { ...source, read }, until: 3 });
  expect(handled).toEqual([1, 2, 3]);
  expect(logged).toEqual([]);
});

test('trimmed records are reported, and reading resumes at the oldest record', async () => {
  const { handled, logged } = await pollUntil({
    source: createFakeSource({ a: { numbers: [1, 2, 3, 4] } }, 2),
    until: 4,
    after: '000000000000000000001',
  });
  expect(handled).toEqual([3, 4]);
  expect(logged).toMatchObject([
    { message: 'Records may have been trimmed before they were read' },
  ]);
});

test('a first record that DynamoDB Local calls trimmed is read, and not reported', async () => {
  const source = createFakeSource({ a: { numbers: [1] } });
  let trimmed = false;
  const read = async (iterator: string) => {
    if (!trimmed) {
      trimmed = true;
      throw new TrimmedDataAccessException({ message: 'trimmed', $metadata: {} });
    }
    return await source.read(iterator);
  };
  const { handled, logged } = await pollUntil({ source: { ...source, read }, until: 1 });
  expect(handled).toEqual([1]);
  expect(logged).toEqual([]);
});

test('a failing stream is retried', async () => {
  const source = createFakeSource({ a: { numbers: [1, 2] } });
  const failFirst = <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    let calls = 0;
    return async (...args: Args) => {
      calls += 1;
      if (calls === 1) throw new Error('connection refused');
      return await call(...args);
    };
  };
  const { handled, logged } = await pollUntil({
    source: {
      shards: failFirst(source.shards),
      iterator: failFirst(source.iterator),
      read: failFirst(source.read),
    },
    until: 2,
  });
  expect(handled).toEqual([1, 2]);
  expect(logged).toHaveLength(3);
});

test('a position that cannot be saved does not stop the poller or repeat records', async () => {
  const progress = await loadShardProgress('stream', 'TRIM_HORIZON', {
    ...noCheckpoint,
    save: async () => {
      throw new Error('disk full');
    },
  });
  progress.trackShards([{ id: 'a', isClosed: false }]);
  await expect(progress.save('a', { after: '7' })).rejects.toThrow('disk full');
  expect(progress.findStart('a')).toEqual({ after: '7' });
});

const shards = [
  { id: 'root', isClosed: true },
  { id: 'left', parentId: 'root', isClosed: true },
  { id: 'right', parentId: 'root', isClosed: false },
  { id: 'grandchild', parentId: 'left', isClosed: false },
  { id: 'orphan', parentId: 'forgotten', isClosed: false },
];

test.each([
  { finished: [], runnable: ['root', 'orphan'] },
  { finished: ['root'], runnable: ['left', 'right', 'orphan'] },
  { finished: ['root', 'left'], runnable: ['right', 'grandchild', 'orphan'] },
])('after $finished have been read, $runnable can be read', ({ finished, runnable }) => {
  const ids = findRunnableShards(shards, (id) => finished.some((one) => one === id));
  expect(ids.map(({ id }) => id)).toEqual(runnable);
});
