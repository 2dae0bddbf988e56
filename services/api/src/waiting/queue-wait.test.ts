import type { Log } from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answeredDynamoDb, nowhere } from '../answered-aws.fixture.ts';
import { type CachedLags, cacheLags, createQueueWait } from './queue-wait.ts';

const NOW = '2031-05-15T12:00:00.000Z';
const told = (copy: CachedLags, chance = 0.999) =>
  createQueueWait({
    lags: async (subject) => (subject === 'queue' ? copy : 'unknown'),
    clock: () => new Date(NOW),
    random: () => chance,
  })();

describe('who waits', () => {
  it.each<[string, CachedLags]>([
    ['nothing is known', 'unknown'],
    ['nobody has measured anything', []],
    ['the last measure is of long ago', [{ lagMs: 90_000, at: '2031-05-15T11:58:00.000Z' }]],
  ])('is told to look again in a second, and no more, when %s', async (_, copy) => {
    expect(await told(copy)).toEqual({ retryAfter: '1' });
  });

  it.each([
    [300, 1, '1'],
    [3_000, 3, '3'],
    [3_001, 4, '4'],
    [75_200, 76, '10'],
  ])(
    'for %i ms is told %i s, rounded up, and to look again after %s s',
    async (lagMs, s, retryAfter) => {
      const copy = [
        { lagMs, at: NOW },
        { lagMs: 0, at: NOW },
      ];
      expect(await told(copy)).toEqual({ retryAfter, estimatedWaitSeconds: s });
    },
  );

  it('comes back at another second than their neighbour, by chance', async () => {
    const copy = [{ lagMs: 60_000, at: NOW }];
    expect((await told(copy, 0)).retryAfter).toBe('5');
    expect((await told(copy, 0.5)).retryAfter).toBe('8');
  });
});

const PATIENCE_MS = 150;
const AT = '2031-05-15T12:00:00.000Z';
const pulse = {
  subject: 'queue',
  environment: 'worker',
  lagMs: 3_000,
  highestLagMs: 9_000,
  at: AT,
};

function copiesOf(answer: () => object | Promise<object>) {
  const { plugin, calls } = answeredDynamoDb(answer);
  const warned: unknown[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (_, fields) => warned.push(fields),
    error: () => undefined,
  };
  const store = openStore({ pulse: 'pulse' }, { client: nowhere, plugins: [plugin] });
  return { copies: cacheLags(store, log, PATIENCE_MS), reads: calls, warned };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  // The cache took hold of `performance` when it was loaded: it is to go by the same clock.
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a copy of what the workers measure', () => {
  it('is one Query, eventually consistent', async () => {
    const { copies, reads } = copiesOf(() => ({ Items: [{ ...pulse, expiresAt: 1 }] }));
    expect(await copies('queue')).toEqual([pulse]);
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

  it('serves a thousand who wait for a second, and is then read again', async () => {
    const { copies, reads } = copiesOf(() => ({ Items: [pulse] }));
    await Promise.all(Array.from({ length: 1_000 }, () => copies('queue')));
    await vi.advanceTimersByTimeAsync(900);
    await copies('queue');
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(102);
    await copies('queue');
    expect(reads).toHaveLength(2);
  });

  it('is empty, and known, when nothing was measured', async () => {
    expect(await copiesOf(() => ({})).copies('queue')).toEqual([]);
  });

  it('is unknown when it cannot be read, which is logged once a second', async () => {
    const { copies, warned } = copiesOf(() => Promise.reject(new Error('throttled')));
    expect(await copies('queue')).toBe('unknown');
    expect(await copies('queue')).toBe('unknown');
    expect(warned).toEqual([{ error: expect.any(Error) }]);
  });

  it('is unknown when a pulse is of another shape: half of what is measured is no measure', async () => {
    const { copies } = copiesOf(() => ({ Items: [pulse, { ...pulse, lagMs: 'long' }] }));
    expect(await copies('queue')).toBe('unknown');
  });

  it('is unknown when it takes too long', async () => {
    const { copies } = copiesOf(() => new Promise(() => undefined));
    const copy = copies('queue');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(await copy).toBe('unknown');
  });
});
