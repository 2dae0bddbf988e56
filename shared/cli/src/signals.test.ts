import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { CommandError, InterruptedError } from './errors.ts';
import { interruptible } from './signals.ts';

const before = process.listeners('SIGINT');
afterEach(() => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    for (const listener of process.listeners(signal)) {
      if (!before.includes(listener)) process.off(signal, listener);
    }
  }
});

/** Runs interruptible work, sends Ctrl-C during it, and returns how the work ends. */
const runInterrupted = async (
  work: (interrupt: AbortSignal) => Promise<unknown>,
): Promise<unknown> => {
  const outcome = interruptible(work).catch((error: unknown) => error);
  process.emit('SIGINT');
  return await outcome;
};

describe('interruptible work', () => {
  it('returns its result or its error without an interrupt', async () => {
    expect(await interruptible(async () => 1)).toBe(1);
    const error = new Error('broken');
    await expect(interruptible(() => Promise.reject(error))).rejects.toBe(error);
  });

  it('can still return a partial result', async () => {
    const work = async (interrupt: AbortSignal) => {
      while (!interrupt.aborted) await delay(1);
      return 'half';
    };
    expect(await runInterrupted(work)).toBe('half');
  });

  it('ends as interrupted if it reports the interrupt or fails because of it', async () => {
    const says = async (interrupt: AbortSignal) => {
      await delay(1);
      interrupt.throwIfAborted();
    };
    const fails = (interrupt: AbortSignal) => delay(60_000, undefined, { signal: interrupt });
    for (const work of [says, fails]) {
      expect(await runInterrupted(work)).toEqual(new InterruptedError());
      expect(await runInterrupted(work)).not.toHaveProperty('cause');
    }
  });

  it('keeps its own error as the cause', async () => {
    const error = new CommandError('SQS did not answer.');
    const work = async () => {
      await delay(1);
      throw error;
    };
    expect(await runInterrupted(work)).toMatchObject({ exitCode: 130, cause: error });
  });
});
