/** Something that happened at a time, in milliseconds since the load began. */
export type Moment = { readonly ms: number; readonly value: number };

/** A value for each interval; null where there is none to tell. */
export type Series = {
  readonly name: string;
  readonly values: readonly (number | null)[];
};

/** Equal intervals, as many as a page can show side by side. */
export type Intervals = { readonly count: number; readonly seconds: number };

const MOST_INTERVALS = 120;
const MS_PER_SECOND = 1_000;

/** Whole seconds each, from 0 to the end. */
export const intervalsOver = (endMs: number): Intervals => {
  const all = Math.floor(Math.max(0, endMs) / MS_PER_SECOND) + 1;
  const seconds = Math.ceil(all / MOST_INTERVALS);
  return { seconds, count: Math.ceil(all / seconds) };
};

/** The moments of each interval; clocks that differ a little put none outside. */
export const byInterval = (
  moments: readonly Moment[],
  { count, seconds }: Intervals,
): readonly (readonly Moment[])[] => {
  const intervals: Moment[][] = Array.from({ length: count }, () => []);
  for (const moment of moments) {
    const index = Math.floor(moment.ms / (seconds * MS_PER_SECOND));
    intervals[Math.min(count - 1, Math.max(0, index))]?.push(moment);
  }
  return intervals;
};
