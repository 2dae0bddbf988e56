import { setTimeout as wait } from 'node:timers/promises';

/**
 * For readers of many records. A partition provides 3,000 read units per second. Half of that leaves
 * the rest to buyers, even if a whole scan reads one partition.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export const READ_UNITS_PER_SECOND = 1_500;

/** Test hooks: time, in milliseconds. */
type PaceSeams = {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

const MS_PER_SECOND = 1_000;

/**
 * Creates a rate limiter for several callers. A caller that has used units waits before it
 * continues.
 */
export function createRateLimiter(
  unitsPerSecond: number,
  { now = () => performance.now(), wait: pause = wait }: PaceSeams = {},
): (units: number) => Promise<void> {
  let paidUntil = 0;
  return async (units) => {
    const at = now();
    paidUntil = Math.max(paidUntil, at) + (units / unitsPerSecond) * MS_PER_SECOND;
    await pause(paidUntil - at);
  };
}
