import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { conflictJitterMs, type Retry, type RetryOptions, retry } from './retry.ts';

describe('a retry', () => {
  const pauses: number[] = [];
  const pace: RetryOptions = {
    attempts: 4,
    delayMs: (nth) => 10 * 2 ** nth,
    wait: async (ms) => pauses.push(ms),
    exhausted: () => new Error('exhausted'),
  };
  /** An attempt that returns these values in turn. */
  const answering = (...answers: (string | Retry)[]) => {
    const asked: number[] = [];
    const attempt = async (nth: number) => {
      asked.push(nth);
      return answers[nth] ?? 'again';
    };
    return { asked, attempt };
  };

  beforeEach(() => {
    pauses.length = 0;
  });

  it('returns the first value, and numbers the attempts from 0', async () => {
    const { asked, attempt } = answering('again', 'again', 'done');
    expect(await retry(attempt, pace)).toBe('done');
    expect(asked).toEqual([0, 1, 2]);
    expect(pauses).toEqual([10, 20]);
  });

  it.each([[undefined], [false], [0], ['']])('accepts %j as a value', async (value) => {
    expect(await retry(async () => value, pace)).toBe(value);
    expect(pauses).toEqual([]);
  });

  it('retries immediately if the attempt requests it', async () => {
    const { attempt } = answering('at-once', 'again', 'done');
    expect(await retry(attempt, pace)).toBe('done');
    expect(pauses).toEqual([20]);
  });

  it('retries immediately without a delay', async () => {
    const { asked, attempt } = answering('again', 'again', 'done');
    expect(await retry(attempt, { attempts: 3, exhausted: pace.exhausted })).toBe('done');
    expect(asked).toEqual([0, 1, 2]);
  });

  it('throws its caller’s error after the last attempt, without another delay', async () => {
    const { asked, attempt } = answering();
    await expect(retry(attempt, pace)).rejects.toThrow('exhausted');
    expect(asked).toEqual([0, 1, 2, 3]);
    expect(pauses).toEqual([10, 20, 40]);
  });

  it('does not retry an attempt that throws', async () => {
    let tries = 0;
    const attempt = async (): Promise<never> => {
      tries += 1;
      throw new Error('broken');
    };
    await expect(retry(attempt, pace)).rejects.toThrow('broken');
    expect(tries).toBe(1);
  });

  it('throws the reason of its signal', async () => {
    const { asked, attempt } = answering();
    const stopping = new AbortController();
    const wait = async () => stopping.abort(new Error('interrupted'));
    const { signal } = stopping;
    await expect(retry(attempt, { ...pace, wait, signal })).rejects.toThrow('interrupted');
    expect(asked).toEqual([0]);
  });
});

describe('the jitter after a conflict', () => {
  it.each([
    [0, 10],
    [1, 20],
    [4, 160],
    [5, 300],
    [60, 300],
  ])('after attempt %i is at most %i ms', (nth, most) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        const wait = conflictJitterMs(nth, () => chance);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(most);
      }),
    );
  });
});
