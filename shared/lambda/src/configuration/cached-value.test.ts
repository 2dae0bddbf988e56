import { describe, expect, it } from 'vitest';
import { cacheWithRefresh } from './cached-value.ts';

const MINUTE_MS = 60_000;

/** A value kept fresh by a clock of its own, from answers that the test puts there. */
function kept(answers: (() => Promise<string>)[]) {
  let nowMs = 0;
  const signals: AbortSignal[] = [];
  const read = (signal: AbortSignal) => {
    signals.push(signal);
    const next = answers.shift();
    if (next === undefined) throw new Error('It was read more often than there are answers');
    return next();
  };
  const get = cacheWithRefresh(read, () => new Date(nowMs));
  return { get, signals, pass: (milliseconds: number) => (nowMs += milliseconds) };
}
const tells = (value: string) => async () => value;
const fails = async () => {
  throw new Error('Out of reach');
};

describe('what is kept fresh', () => {
  it('is read once for all who ask at the same time, and in the minutes after', async () => {
    const { get, pass, signals } = kept([tells('old')]);
    expect(await Promise.all([get(), get()])).toEqual(['old', 'old']);
    pass(4 * MINUTE_MS);
    expect(await get()).toBe('old');
    expect(signals).toHaveLength(1);
  });

  it('is read again after five minutes, so that a rotation is picked up', async () => {
    const { get, pass } = kept([tells('old'), tells('new')]);
    await get();
    pass(5 * MINUTE_MS);
    expect(await get()).toBe('new');
  });

  it('stays good when it cannot be read again, and is tried again soon', async () => {
    const { get, pass } = kept([tells('old'), fails, tells('new')]);
    await get();
    pass(5 * MINUTE_MS);
    expect(await get()).toBe('old');
    expect(await get()).toBe('old');
    pass(MINUTE_MS);
    expect(await get()).toBe('new');
  });

  it('is read again at once after a first failure, which is told', async () => {
    const { get } = kept([fails, tells('new')]);
    await expect(get()).rejects.toThrow('Out of reach');
    expect(await get()).toBe('new');
  });

  it('gives a slow reading up, and goes on with what it has', async () => {
    const endless = () =>
      new Promise<string>((_, reject) => {
        signals[1]?.addEventListener('abort', () => reject(new Error('Aborted')));
      });
    const { get, pass, signals } = kept([tells('old'), endless]);
    await get();
    pass(5 * MINUTE_MS);
    expect(await get()).toBe('old');
    expect(signals[1]?.aborted).toBe(true);
  });
});
