import { describe, expect, it } from 'vitest';
import { cacheWithRefresh } from './cached-value.ts';

const MINUTE_MS = 60_000;

/** A cached value with a test clock and test replies. */
function kept(answers: (() => Promise<string>)[]) {
  let nowMs = 0;
  const signals: AbortSignal[] = [];
  const read = (signal: AbortSignal) => {
    signals.push(signal);
    const next = answers.shift();
    if (next === undefined) throw new Error('More reads than answers');
    return next();
  };
  const get = cacheWithRefresh(read, () => new Date(nowMs));
  return { get, signals, pass: (milliseconds: number) => (nowMs += milliseconds) };
}
const returns = (value: string) => async () => value;
const fails = async () => {
  throw new Error('Out of reach');
};

describe('a cached value', () => {
  it('is read once for concurrent callers and for the next minutes', async () => {
    const { get, pass, signals } = kept([returns('old')]);
    expect(await Promise.all([get(), get()])).toEqual(['old', 'old']);
    pass(4 * MINUTE_MS);
    expect(await get()).toBe('old');
    expect(signals).toHaveLength(1);
  });

  it('is read again after five minutes, which picks up a rotation', async () => {
    const { get, pass } = kept([returns('old'), returns('new')]);
    await get();
    pass(5 * MINUTE_MS);
    expect(await get()).toBe('new');
  });

  it('stays in use when a refresh fails, and is refreshed again soon', async () => {
    const { get, pass } = kept([returns('old'), fails, returns('new')]);
    await get();
    pass(5 * MINUTE_MS);
    expect(await get()).toBe('old');
    expect(await get()).toBe('old');
    pass(MINUTE_MS);
    expect(await get()).toBe('new');
  });

  it('is read again at once after the first read fails and throws', async () => {
    const { get } = kept([fails, returns('new')]);
    await expect(get()).rejects.toThrow('Out of reach');
    expect(await get()).toBe('new');
  });

  it('aborts a slow refresh and keeps the older value', async () => {
    const endless = () =>
      new Promise<string>((_, reject) => {
        signals[1]?.addEventListener('abort', () => reject(new Error('Aborted')));
      });
    const { get, pass, signals } = kept([returns('old'), endless]);
    await get();
    pass(5 * MINUTE_MS);
    expect(await get()).toBe('old');
    expect(signals[1]?.aborted).toBe(true);
  });
});
