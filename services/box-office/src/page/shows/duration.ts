const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Splits milliseconds into whole units. A begun second counts, so that a countdown shows zero only when it has ended. */
export function splitDuration(milliseconds: number) {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND_MS));
  return {
    days: Math.floor(seconds / DAY_SECONDS),
    hours: Math.floor((seconds % DAY_SECONDS) / HOUR_SECONDS),
    minutes: Math.floor((seconds % HOUR_SECONDS) / MINUTE_SECONDS),
    seconds: seconds % MINUTE_SECONDS,
  };
}

/** The minutes and seconds that are left, e.g. `9:05`. */
export function formatTimeLeft(milliseconds: number): string {
  const { days, hours, minutes, seconds } = splitDuration(milliseconds);
  return `${(days * 24 + hours) * 60 + minutes}:${String(seconds).padStart(2, '0')}`;
}

/** Seconds before the end of a hold at which a screen reader is told, in time to pay or to hurry. */
const ANNOUNCED_SECONDS = [30, 60, 120, 300, 600] as const;

/** Finds the seconds that were announced last. Undefined before the first announcement, and once the time is over. */
export const findAnnounced = (leftMs: number): number | undefined =>
  leftMs <= 0 ? undefined : ANNOUNCED_SECONDS.find((seconds) => leftMs <= seconds * SECOND_MS);
