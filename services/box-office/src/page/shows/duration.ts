/** A duration as people count it, in whole numbers. */
export type Duration = {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
};

const SECOND_MS = 1_000;

/** Splits milliseconds. A begun second counts, so that a countdown shows zero only when it has ended. */
export function splitDuration(milliseconds: number): Duration {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND_MS));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}
