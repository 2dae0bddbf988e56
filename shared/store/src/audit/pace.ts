import { setTimeout as wait } from 'node:timers/promises';

/** Where a test may reach in: time, in milliseconds. */
export type PaceSeams = {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

const MS_PER_SECOND = 1_000;

/**
 * Spreads read units over time, for all who share it: whoever has read so many units waits here before
 * they read on.
 */
export function pace(
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
