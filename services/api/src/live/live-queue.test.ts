import type { Log } from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { describe, expect, it } from 'vitest';
import { answeredSqs, nowhere } from '../answered-aws.fixture.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';
import { watchQueues } from './live-queue.ts';

const NOW = '2031-05-15T12:00:00.000Z';
const names = ['purchases', 'deadLetters', 'parkedPurchases', 'parkedEvents'] as const;

/** Messages by queue. A queue without a number cannot be counted. */
function watch(
  messages: Partial<Record<string, number>>,
  measured: CachedLags = 'unknown',
  readAge?: () => Promise<{ readonly value: number; readonly at: string } | undefined>,
) {
  const warned: string[] = [];
  const { plugin, calls } = answeredSqs(({ input }) => {
    const ready = messages[String(Reflect.get(input, 'QueueUrl')).slice('http://sqs/'.length)];
    if (ready === undefined) throw new Error('throttled');
    return {
      Attributes: {
        ApproximateNumberOfMessages: String(ready),
        ApproximateNumberOfMessagesNotVisible: '5',
      },
    };
  });
  const [purchases, deadLetters, parkedPurchases, parkedEvents] = names.map((name) =>
    openQueue(`http://sqs/${name}`, { client: nowhere, plugins: [plugin] }),
  );
  const log: Log = {
    info: () => undefined,
    warn: (message) => warned.push(message),
    error: () => undefined,
  };
  if (!purchases || !deadLetters || !parkedPurchases || !parkedEvents) throw new TypeError();
  const read = watchQueues({
    queues: { purchases, deadLetters, parkedPurchases, parkedEvents },
    lags: async () => measured,
    readAge,
    clock: () => new Date(NOW),
    log,
  });
  return { read, calls, warned };
}

const all = { purchases: 30, deadLetters: 1, parkedPurchases: 2, parkedEvents: 0 };

it('counts what waits and what is being worked on', async () => {
  expect(await watch(all).read()).toEqual({
    queue: { depth: 35 },
    deadLetters: { waiting: 6, parkedPurchases: 7, parkedEvents: 5 },
  });
});

it('has the longest wait that the workers measured in the last minute, and when', async () => {
  const lags = [
    { lagMs: 90_000, at: '2031-05-15T11:58:00.000Z' },
    { lagMs: 3_100, at: '2031-05-15T11:59:52.000Z' },
    { lagMs: 1_000, at: '2031-05-15T11:59:59.000Z' },
  ];
  expect((await watch(all, { lags, isComplete: true }).read()).queue).toEqual({
    depth: 35,
    age: { seconds: 4, measuredAt: '2031-05-15T11:59:52.000Z', source: 'WORKERS' },
  });
});

describe('the age of the oldest message', () => {
  const lags: CachedLags = { lags: [{ lagMs: 3_100, at: NOW }], isComplete: true };
  const at = '2031-05-15T11:58:00.000Z';

  it('is that of CloudWatch, and says when it was measured', async () => {
    const { read } = watch(all, lags, async () => ({ value: 41, at }));
    expect((await read()).queue?.age).toEqual({
      ...{ seconds: 41, measuredAt: at, source: 'CLOUDWATCH' },
    });
  });

  it.each([
    ['has none', async () => undefined, []],
    [
      'cannot be read',
      () => Promise.reject(new Error('throttled')),
      ['The age of the queue could not be read'],
    ],
  ])('is what the workers measured if CloudWatch %s', async (_, readAge, logged) => {
    const { read, warned } = watch(all, lags, readAge);
    expect((await read()).queue?.age).toMatchObject({ seconds: 4, source: 'WORKERS' });
    expect(warned).toEqual(logged);
  });

  it('is read once for many answers, because CloudWatch has a new one once a minute', async () => {
    let reads = 0;
    const { read } = watch(all, lags, async () => {
      reads += 1;
      return { value: 41, at };
    });
    await read();
    await read();
    expect(reads).toBe(1);
  });
});

it('reads each queue once a second, whoever watches', async () => {
  const { read, calls } = watch(all);
  await Promise.all([read(), read(), read()]);
  expect(calls).toHaveLength(names.length);
});

it.each([
  ['purchases', { deadLetters: { waiting: 6, parkedPurchases: 7, parkedEvents: 5 } }],
  ['parkedEvents', { queue: { depth: 35 } }],
])('leaves out what the queue %s would have said if it cannot be counted', async (queue, left) => {
  const { read, warned } = watch({ ...all, [queue]: undefined });
  expect(await read()).toEqual(left);
  expect(warned).toEqual(['A queue could not be counted']);
});
