import { type LiveSale, WillcallError } from '@willcall/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followSale } from './follow-sale.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fail = (status?: number) =>
  new WillcallError('refused', { code: 'HTTP_ERROR', status, retryable: true });

/** Follows a sale whose answers a test decides. Every request is recorded with its second and its `since`. */
const follow = () => {
  const requests: [number, string | undefined][] = [];
  const failures: unknown[] = [];
  const start = Date.now();
  const test = { error: undefined as unknown, seen: true };
  const follower = followSale({
    read: async (since) => {
      requests.push([(Date.now() - start) / 1_000, since]);
      if (test.error !== undefined) throw test.error;
      return { next: `next ${requests.length}` } as LiveSale;
    },
    onAnswer: () => undefined,
    onFailure: (error) => failures.push(error),
    isSeen: () => test.seen,
    random: () => 0.5,
  });
  return { requests, failures, test, ...follower };
};

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

it('asks for what is new once a second, and once a minute for the whole hour', async () => {
  const { requests, stop } = follow();
  await pass(61.5);
  expect(requests.slice(0, 3)).toEqual([
    [0, undefined],
    [1, 'next 1'],
    [2, 'next 2'],
  ]);
  expect(requests.filter(([, since]) => since === undefined)).toEqual([
    [0, undefined],
    [60, undefined],
  ]);
  expect(requests).toHaveLength(62);
  stop();
});

it('asks two seconds after a failure and then every four, and goes on from the last answer', async () => {
  const { requests, failures, test, stop } = follow();
  await pass(0.5);
  test.error = fail(503);
  await pass(20);
  expect(requests.map(([second]) => second)).toEqual([0, 1, 3, 7, 11, 15, 19]);
  expect(failures).toHaveLength(6);
  test.error = undefined;
  await pass(4);
  expect(requests.slice(7)).toEqual([
    [23, 'next 1'],
    [24, 'next 8'],
  ]);
  stop();
});

it('asks at once when the browser is online again', async () => {
  const { requests, test, wake, stop } = follow();
  test.error = fail();
  await pass(30);
  test.error = undefined;
  wake();
  await pass(0);
  expect(requests.at(-1)?.[0]).toBe(30);
  stop();
});

it('asks for nothing while nobody sees it', async () => {
  const { requests, test, wake, stop } = follow();
  await pass(1.5);
  test.seen = false;
  await pass(600);
  expect(requests).toHaveLength(2);
  test.seen = true;
  wake();
  await pass(0);
  expect(requests.at(-1)).toEqual([601.5, undefined]);
  stop();
});

it.each([400, 403, 404])('does not ask again after the answer %i', async (status) => {
  const { requests, failures, test } = follow();
  test.error = fail(status);
  await pass(0);
  await pass(600);
  expect(requests).toHaveLength(2);
  expect(failures).toEqual([test.error]);
});

it('asks for nothing once it is stopped', async () => {
  const { requests, stop } = follow();
  await pass(0.5);
  stop();
  await pass(60);
  expect(requests).toHaveLength(1);
});
