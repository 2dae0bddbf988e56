import type { MeasuredLag } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { describe, expect, it, vi } from 'vitest';
import { answeredDynamoDb, nowhere } from '../answered-aws.fixture.ts';
import { TIMEOUT_MS, useCacheClock } from '../caches/cache-clock.fixture.ts';
import { type CachedLags, cacheLags, createQueueWait } from './queue-wait.ts';

const NOW = '2031-05-15T12:00:00.000Z';
const known = (...lags: readonly MeasuredLag[]): CachedLags => ({ lags, isComplete: true });
const estimate = (copy: CachedLags, chance = 0.999) =>
  createQueueWait({
    lags: async (subject) => (subject === 'queue' ? copy : 'unknown'),
    clock: () => new Date(NOW),
    random: () => chance,
  })();

describe('the wait of a buyer', () => {
  it.each<[string, CachedLags]>([
    ['nothing is known', 'unknown'],
    ['nothing was measured', known()],
    ['the last measurement is old', known({ lagMs: 90_000, at: '2031-05-15T11:58:00.000Z' })],
  ])('is a retry after one second without an estimate if %s', async (_, copy) => {
    expect(await estimate(copy)).toEqual({ retryAfter: '1' });
  });

  it.each([
    [300, 1, '1'],
    [3_000, 3, '3'],
    [3_001, 4, '4'],
    [75_200, 76, '10'],
  ])(
    'for a lag of %i ms is %i s, rounded up, with a retry after %s s',
    async (lagMs, s, retryAfter) => {
      const copy = known({ lagMs, at: NOW }, { lagMs: 0, at: NOW });
      expect(await estimate(copy)).toEqual({ retryAfter, estimatedWaitSeconds: s });
    },
  );

  it('has a random part, so that buyers retry at different times', async () => {
    const copy = known({ lagMs: 60_000, at: NOW });
    expect((await estimate(copy, 0)).retryAfter).toBe('5');
    expect((await estimate(copy, 0.5)).retryAfter).toBe('8');
  });
});

const AT = '2031-05-15T12:00:00.000Z';
const pulse = {
  subject: 'queue',
  environment: 'worker',
  lagMs: 3_000,
  highestLagMs: 9_000,
  at: AT,
};

function cacheOf(answer: () => object | Promise<object>) {
  const { plugin, calls } = answeredDynamoDb(answer);
  const warned: unknown[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (_, fields) => warned.push(fields),
    error: () => undefined,
  };
  const store = openStore({ pulse: 'pulse' }, { client: nowhere, plugins: [plugin] });
  return { cached: cacheLags(store, log, TIMEOUT_MS), reads: calls, warned };
}

useCacheClock();

describe('the cached lag', () => {
  it('needs one eventually consistent Query', async () => {
    const { cached, reads } = cacheOf(() => ({ Items: [{ ...pulse, expiresAt: 1 }] }));
    expect(await cached('queue')).toEqual(known(pulse));
    expect(reads).toEqual([
      {
        command: 'QueryCommand',
        input: {
          TableName: 'pulse',
          KeyConditionExpression: 'subject = :subject',
          ExpressionAttributeValues: { ':subject': { S: 'queue' } },
        },
      },
    ]);
  });

  it('serves a thousand buyers for one second, and is then read again', async () => {
    const { cached, reads } = cacheOf(() => ({ Items: [pulse] }));
    await Promise.all(Array.from({ length: 1_000 }, () => cached('queue')));
    await vi.advanceTimersByTimeAsync(900);
    await cached('queue');
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(102);
    await cached('queue');
    expect(reads).toHaveLength(2);
  });

  it('is empty, not unknown, if nothing was measured', async () => {
    expect(await cacheOf(() => ({})).cached('queue')).toEqual(known());
  });

  it('is unknown if it cannot be read, which is logged once per second', async () => {
    const { cached, warned } = cacheOf(() => Promise.reject(new Error('throttled')));
    expect(await cached('queue')).toBe('unknown');
    expect(await cached('queue')).toBe('unknown');
    expect(warned).toEqual([{ error: expect.any(Error) }]);
  });

  it('is incomplete if one item has another shape', async () => {
    const { cached } = cacheOf(() => ({ Items: [pulse, { ...pulse, lagMs: 'long' }] }));
    expect(await cached('queue')).toEqual({ lags: [pulse], isComplete: false });
  });

  it('is unknown if the read takes too long', async () => {
    const { cached } = cacheOf(() => new Promise(() => undefined));
    const copy = cached('queue');
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(await copy).toBe('unknown');
  });
});
