import { inject, vi } from 'vitest';
import { TIMEOUT_FACTOR } from './timeout-factor.ts';

/**
 * Converts a timeout in milliseconds for the embedded backend to one for the backend of the run.
 * The tests poll for what they wait for, so only a failure takes this long.
 */
export const scaledTimeout = (embeddedMs: number): number =>
  embeddedMs * TIMEOUT_FACTOR[inject('backend')];

/**
 * Milliseconds that a test waits for something to happen. Vitest's own second is too short for a busy
 * machine. `expect.poll` has the same in vitest.config.ts.
 */
export const PATIENCE_MS = 60_000;

/** Repeats a check until it passes, and returns its result. */
export const waitFor = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: scaledTimeout(PATIENCE_MS), interval: 50 });
