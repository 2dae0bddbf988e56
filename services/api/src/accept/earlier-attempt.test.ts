import type { Log } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answeredDynamoDb, nowhere } from '../answered-aws.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { createQueuedPurchases, findEarlierAttempt } from './earlier-attempt.ts';

const TIMEOUT_MS = 150;
const KEY = 'AZaz09-_AZaz09-_';
const { showId } = hamlet;

const record = {
  userId: 'alice',
  recordKey: `P#${KEY}`,
  purchaseId: `${KEY}AZaz09-_AZaz09-_`,
  showId,
  status: 'CONFIRMED',
  quantity: 2,
  from: [[0, 2]],
  total: { amount: 9000, currency: 'EUR' },
  requestedAt: '2031-05-15T11:40:00.000Z',
  decidedAt: '2031-05-15T11:41:00.000Z',
  correlationId: 'order-7',
};

type Setup = {
  readonly own?: () => object | Promise<object>;
  /** Whether this environment has queued a purchase with Alice's key. */
  readonly queuedHere?: boolean;
};

/** Looks for an earlier attempt by Alice, and records the reads. */
async function look({ own = () => ({}), queuedHere = false }: Setup = {}) {
  const { plugin, calls } = answeredDynamoDb(own);
  const warned: unknown[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (_, fields) => warned.push(fields),
    error: () => undefined,
  };
  const queued = createQueuedPurchases();
  if (queuedHere) queued.remember(KEY);
  const find = findEarlierAttempt({
    store: openStore({ purchases: 'purchases' }, { client: nowhere, plugins: [plugin] }),
    queued,
    log,
    timeoutMs: TIMEOUT_MS,
  });
  const attempt = await find({ userId: 'alice', key: KEY, showId });
  return { attempt, calls, warned };
}

describe('an earlier attempt', () => {
  it('does not exist without a record, after one consistent read', async () => {
    const { attempt, calls } = await look();
    expect(attempt).toBe('none');
    expect(calls).toEqual([
      {
        command: 'GetItemCommand',
        input: {
          TableName: 'purchases',
          Key: { userId: { S: 'alice' }, recordKey: { S: `P#${KEY}` } },
          ConsistentRead: true,
        },
      },
    ]);
  });

  it.each([
    ['CONFIRMED', {}],
    ['REJECTED', {}],
    ['FAILED', {}],
    ['CANCELLED', {}],
    ['CONFIRMED', { erasedAt: '2031-05-15T11:50:00.000Z' }],
  ])('is decided if its record is %s %o', async (status, more) => {
    const { attempt } = await look({ own: () => ({ Item: { ...record, status, ...more } }) });
    expect(attempt).toBe('decided');
  });

  it('is possible without a record if this environment has queued it', async () => {
    expect((await look({ queuedHere: true })).attempt).toBe('possible');
    const own = () => ({ Item: record });
    expect((await look({ queuedHere: true, own })).attempt).toBe('decided');
  });

  it('is possible if the record cannot be read, and the log omits the buyer', async () => {
    const own = () => Promise.reject(new Error('throttled'));
    const { attempt, warned } = await look({ own });
    expect(attempt).toBe('possible');
    expect(warned).toEqual([{ showId, error: expect.any(Error) }]);
  });

  it('is possible if the record is from a later release', async () => {
    const own = () => ({ Item: { ...record, status: 'SWAPPED' } });
    expect((await look({ own })).attempt).toBe('possible');
  });
});

describe('a slow read', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('delays nobody: the attempt is possible, and the later result is ignored', async () => {
    const answer = Promise.withResolvers<object>();
    const result = look({ own: () => answer.promise });
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect((await result).attempt).toBe('possible');
    answer.reject(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
    expect((await result).warned).toEqual([]);
  });
});
