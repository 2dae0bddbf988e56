import type { Log } from '@willcall/lambda';
import { openStore, ShowRecord } from '@willcall/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answeredDynamoDb, nowhere } from '../answered-aws.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';
import { checkLatch } from './sold-out-latch.ts';

const now = new Date('2031-05-15T12:00:00.000Z');
const MINUTE_MS = 60_000;
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
const TIMEOUT_MS = 150;
const KEY = 'AZaz09-_AZaz09-_';

const latched = ShowRecord.parse({ ...hamlet, soldOutAt: ago(10 * MINUTE_MS) });
const record = {
  userId: 'alice',
  recordKey: `P#${KEY}`,
  purchaseId: `${KEY}AZaz09-_AZaz09-_`,
  showId: hamlet.showId,
  status: 'CONFIRMED',
  quantity: 2,
  total: { amount: 9000, currency: 'EUR' },
  requestedAt: ago(20 * MINUTE_MS),
  decidedAt: ago(19 * MINUTE_MS),
  correlationId: 'order-7',
};

type Setup = {
  readonly lags?: CachedLags;
  readonly own?: () => object | Promise<object>;
  /** Whether this environment has queued a purchase with Alice's key. */
  readonly queuedHere?: boolean;
};

/** Checks a purchase by Alice, and records the reads. */
async function check(
  show: ShowRecord | 'unknown',
  { lags = [], own = () => ({}), queuedHere = false }: Setup = {},
) {
  const { plugin, calls } = answeredDynamoDb(own);
  const subjects: string[] = [];
  const warned: unknown[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (_, fields) => warned.push(fields),
    error: () => undefined,
  };
  const checkShow = checkLatch({
    store: openStore({ purchases: 'purchases' }, { client: nowhere, plugins: [plugin] }),
    lags: async (subject) => {
      subjects.push(subject);
      return lags;
    },
    queued: { has: (key) => queuedHere && key === KEY },
    log,
    timeoutMs: TIMEOUT_MS,
  });
  const verdict = await checkShow(show, { userId: 'alice', key: KEY, now });
  return { verdict, subjects, calls, warned };
}

describe('without a latch', () => {
  it.each<[string, ShowRecord | 'unknown']>([
    ['on sale', ShowRecord.parse(hamlet)],
    ['unknown', 'unknown'],
    ['cancelled, even if sold out', { ...latched, cancelledAt: ago(MINUTE_MS) }],
  ])('a purchase for a show that is %s is queued, and nothing is read', async (_, show) => {
    const { verdict, subjects, calls } = await check(show);
    expect({ verdict, subjects, calls }).toEqual({ verdict: 'queue', subjects: [], calls: [] });
  });
});

describe('under a settled latch', () => {
  it('a buyer without a record gets SOLD_OUT after one read of their key', async () => {
    const { verdict, subjects, calls } = await check(latched);
    expect(verdict).toBe('sold-out');
    expect(subjects).toEqual([hamlet.showId]);
    expect(calls).toEqual([
      {
        command: 'GetItemCommand',
        input: {
          TableName: 'purchases',
          Key: { userId: { S: 'alice' }, recordKey: { S: `P#${KEY}` } },
          ConsistentRead: false,
        },
      },
    ]);
  });

  it.each(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED'])(
    'a buyer whose purchase was already decided as %s is not refused',
    async (status) => {
      const { verdict } = await check(latched, { own: () => ({ Item: { ...record, status } }) });
      expect(verdict).toBe('decided-before');
    },
  );

  it('a purchase that this environment has queued is queued again while it has no record', async () => {
    expect((await check(latched, { queuedHere: true })).verdict).toBe('queue');
    const own = () => ({ Item: record });
    expect((await check(latched, { queuedHere: true, own })).verdict).toBe('decided-before');
  });

  it('a purchase is queued if the buyer’s record cannot be read, and the log omits the buyer', async () => {
    const own = () => Promise.reject(new Error('throttled'));
    const { verdict, warned } = await check(latched, { own });
    expect(verdict).toBe('queue');
    expect(warned).toEqual([{ showId: hamlet.showId, error: expect.any(Error) }]);
  });

  it('a purchase is queued if the buyer’s record is from a later release', async () => {
    const own = () => ({ Item: { ...record, status: 'SWAPPED' } });
    expect((await check(latched, { own })).verdict).toBe('queue');
  });
});

describe('a latch that is not settled', () => {
  it.each<[string, number, CachedLags]>([
    ['is a minute old', MINUTE_MS, []],
    [
      'is younger than twice the lag and a minute',
      10 * MINUTE_MS,
      [{ lagMs: 5 * MINUTE_MS, at: ago(0) }],
    ],
    ['has an unknown lag', 10 * MINUTE_MS, 'unknown'],
  ])('because it %s lets everyone queue without a read', async (_, ageMs, lags) => {
    const { verdict, calls } = await check({ ...latched, soldOutAt: ago(ageMs) }, { lags });
    expect({ verdict, calls }).toEqual({ verdict: 'queue', calls: [] });
  });
});

describe('a slow read', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('delays no purchase: it is queued, and the later result is ignored', async () => {
    const answer = Promise.withResolvers<object>();
    const result = check(latched, { own: () => answer.promise });
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect((await result).verdict).toBe('queue');
    answer.reject(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
    expect((await result).warned).toEqual([]);
  });
});
