import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { LocalLogEntry } from '../../process/local-log.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.ts';
import { settleBatch } from './settle-batch.ts';
import type { StreamFailure } from './stream-failure.ts';
import { numbersOf, record, records, sequenceNumber } from './stream-records.fixture.ts';

const NOW = Date.UTC(2026, 0, 2);
const NOW_SECONDS = NOW / 1_000;

/** Settles a batch. `answer` returns or throws depending on the numbers of the records. */
const settle = async (
  batch: readonly DynamoDBRecord[],
  policy: Partial<RetryPolicy>,
  answer: (numbers: number[], invocation: number) => unknown,
) => {
  const invocations: number[][] = [];
  const settled: number[] = [];
  const pauses: number[] = [];
  const failures: StreamFailure[] = [];
  const logged: LocalLogEntry[] = [];
  const stopping = new AbortController();
  await settleBatch(
    {
      function: {
        name: 'announce',
        timeoutMs: 50,
        handler: async ({ Records }: DynamoDBStreamEvent) => {
          invocations.push(numbersOf(Records));
          if (invocations.length === 30) stopping.abort();
          return await answer(numbersOf(Records), invocations.length);
        },
      },
      policy: { ...DEFAULT_RETRY_POLICY, ...policy },
      streamArn: 'stream',
      shardId: 'shard',
      onFailure: async (failure) => {
        failures.push(failure);
      },
      now: () => NOW,
      pause: async (ms) => {
        pauses.push(ms);
      },
      log: (entry) => logged.push(entry),
      stopping: stopping.signal,
    },
    batch,
    async ({ dynamodb }) => {
      settled.push(Number(dynamodb?.SequenceNumber));
    },
  );
  return { invocations, settled, pauses, failures, logged };
};

const failOn =
  (...poison: number[]) =>
  (numbers: number[]) => {
    if (numbers.some((number) => poison.includes(number))) throw new Error('poison');
  };

const reportFailed = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((number) => ({ itemIdentifier: sequenceNumber(number) })),
});

const reported = { reportBatchItemFailures: true, maximumRetryAttempts: 2 };

const listDiscarded = (failures: readonly StreamFailure[]) =>
  failures.map(({ payload }) => numbersOf(JSON.parse(payload).Records));

test('a batch that succeeds is settled by one invocation', async () => {
  const { invocations, settled, pauses } = await settle(records(1, 2, 3), {}, () => undefined);
  expect({ invocations, settled, pauses }).toEqual({
    invocations: [[1, 2, 3]],
    settled: [3],
    pauses: [],
  });
});

test('a failed batch is retried as a whole, with growing pauses, until it succeeds', async () => {
  const { invocations, settled, pauses } = await settle(records(1, 2), {}, (_, invocation) => {
    if (invocation < 4) throw new Error('outage');
  });
  expect(invocations).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  expect(settled).toEqual([2]);
  expect(pauses).toEqual([100, 200, 400]);
});

test('a timeout of the function counts as a failure', async () => {
  const { invocations, logged } = await settle(records(1), {}, (_, invocation) =>
    invocation === 1 ? new Promise(() => undefined) : undefined,
  );
  expect(invocations).toEqual([[1], [1]]);
  expect(logged).toMatchObject([{ message: 'Task timed out', subject: 'announce' }]);
});

test('after the last retry the whole batch is discarded', async () => {
  const { invocations, settled, failures } = await settle(
    records(1, 2),
    { maximumRetryAttempts: 1 },
    failOn(2),
  );
  expect(invocations).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(settled).toEqual([2]);
  expect(listDiscarded(failures)).toEqual([[1, 2]]);
});

test('discarded records are described as in the S3 object of an on-failure destination', async () => {
  const batch = [record(1, NOW_SECONDS - 3), record(2, NOW_SECONDS - 2)];
  const { failures } = await settle(batch, { maximumRetryAttempts: 0 }, failOn(1));
  expect(failures).toEqual([
    {
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:announce',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
      },
      version: '1.0',
      timestamp: '2026-01-02T00:00:00.000Z',
      DDBStreamBatchInfo: {
        shardId: 'shard',
        startSequenceNumber: sequenceNumber(1),
        endSequenceNumber: sequenceNumber(2),
        approximateArrivalOfFirstRecord: '2026-01-01T23:59:57Z',
        approximateArrivalOfLastRecord: '2026-01-01T23:59:58Z',
        batchSize: 2,
        streamArn: 'stream',
      },
      payload: JSON.stringify({ Records: batch }),
    },
  ]);
});

test('bisecting finds the poison record in order, without using up retries', async () => {
  const { invocations, settled, failures } = await settle(
    records(1, 2, 3, 4, 5),
    { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 },
    failOn(4),
  );
  expect(invocations).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [4, 5], [4], [4], [5]]);
  expect(settled).toEqual([3, 4, 5]);
  expect(listDiscarded(failures)).toEqual([[4]]);
});

test('the lowest reported failure and all later records are retried, and no earlier ones', async () => {
  const { invocations, settled } = await settle(records(1, 2, 3, 4), reported, (_, invocation) =>
    invocation === 1 ? reportFailed(4, 3) : undefined,
  );
  expect(invocations).toEqual([
    [1, 2, 3, 4],
    [3, 4],
  ]);
  expect(settled).toEqual([2, 4]);
});

test('a record that is always reported is discarded with all later records', async () => {
  const { invocations, settled, failures } = await settle(records(1, 2, 3), reported, () =>
    reportFailed(2),
  );
  expect(invocations).toEqual([
    [1, 2, 3],
    [2, 3],
    [2, 3],
  ]);
  expect(settled).toEqual([1, 3]);
  expect(listDiscarded(failures)).toEqual([[2, 3]]);
  expect(failures[0]?.responseContext).not.toHaveProperty('functionError');
});

test('with bisecting and reported failures, a batch is split at the failure only', async () => {
  const { invocations } = await settle(
    records(1, 2, 3, 4),
    { ...reported, bisectBatchOnFunctionError: true },
    (_, invocation) => (invocation < 3 ? reportFailed(2) : undefined),
  );
  expect(invocations).toEqual([
    [1, 2, 3, 4],
    [2, 3, 4],
    [2, 3, 4],
  ]);
});

test.each([
  { answer: undefined },
  { answer: null },
  { answer: {} },
  { answer: { batchItemFailures: null } },
  { answer: { batchItemFailures: [] } },
])('the response $answer means success', async ({ answer }) => {
  const { invocations } = await settle(records(1, 2), reported, () => answer);
  expect(invocations).toHaveLength(1);
});

test.each([
  { answer: { batchItemFailures: [{ itemIdentifier: '' }] } },
  { answer: { batchItemFailures: [{ itemIdentifier: null }] } },
  { answer: { batchItemFailures: [{ sequenceNumber: sequenceNumber(2) }] } },
  { answer: { batchItemFailures: [{ itemIdentifier: 'unknown' }] } },
  {
    answer: {
      batchItemFailures: [{ itemIdentifier: 'unknown' }, ...reportFailed(2).batchItemFailures],
    },
  },
])('the response $answer fails the whole batch', async ({ answer }) => {
  const { invocations } = await settle(records(1, 2), reported, (_, invocation) =>
    invocation === 1 ? answer : undefined,
  );
  expect(invocations).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('without ReportBatchItemFailures the response is ignored', async () => {
  const { invocations } = await settle(records(1, 2), {}, () => reportFailed(1));
  expect(invocations).toHaveLength(1);
});

test('records over the maximum age are discarded without an attempt, and younger ones are not', async () => {
  const batch = [record(1, NOW_SECONDS - 400), record(2, NOW_SECONDS - 10)];
  const { invocations, settled, failures } = await settle(
    batch,
    { maximumRecordAgeSeconds: 120 },
    () => undefined,
  );
  expect(invocations).toEqual([[2]]);
  expect(settled).toEqual([1, 2]);
  expect(failures).toMatchObject([
    { requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 } },
  ]);
  expect(failures[0]).not.toHaveProperty('responseContext');
});

test("the minute that DynamoDB Local rounds off does not count as a record's age", async () => {
  const batch = [record(1, NOW_SECONDS - 119)];
  const { failures } = await settle(batch, { maximumRecordAgeSeconds: 60 }, () => undefined);
  expect(failures).toEqual([]);
});

test('without limits a record is retried for one day', async () => {
  const yesterday = [record(1, NOW_SECONDS - 24 * 60 * 60 - 61)];
  const { failures } = await settle(yesterday, {}, failOn(1));
  expect(failures).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded' } }]);
  const today = await settle([record(1, NOW_SECONDS - 60)], {}, failOn(1));
  expect(today.invocations).toHaveLength(30);
  expect(today.failures).toEqual([]);
});

test('a stop leaves records that have not succeeded unsettled', async () => {
  const { settled } = await settle(records(1, 2, 3), { reportBatchItemFailures: true }, () =>
    reportFailed(2),
  );
  expect(settled).toEqual([1]);
});
