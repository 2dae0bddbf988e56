import { setTimeout as wait } from 'node:timers/promises';
import { conflictJitterMs } from '@willcall/domain';
import { StoreError } from './errors.ts';

/** Where a test may reach in: chance and time. */
export type RetrySeams = {
  /** As Math.random: from 0 up to 1. */
  readonly random?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/** What is written under one item, a show's or the calendar's, others may be at too. */
const MOST_TRIES = 10;

/**
 * Tries until it settles: `again` says that others were faster, and that nothing was written.
 *
 * @param what the sentence goes on after "DynamoDB did not", e.g. `add the seats`.
 * @throws StoreError STORE_UNAVAILABLE after too many tries, and whatever a try throws.
 */
export async function untilSettled<T>(
  what: string,
  attempt: () => Promise<T | 'again'>,
  { random = Math.random, wait: pause = wait }: RetrySeams,
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const result = await attempt();
    if (result !== 'again') return result;
    await pause(conflictJitterMs(tries, random));
  }
  throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}: others were faster`);
}
