import type { LiveSale, RejectionReason } from '@willcall/client';

/** What was decided within some seconds of a sale, as the API counts it. */
export type LivePoint = LiveSale['points'][number];

const HOUR_SECONDS = 3_600;
const MS_PER_SECOND = 1_000;

const toSeconds = (time: string): number => Date.parse(time) / MS_PER_SECOND;

/**
 * Adds an answer to the points that were read before. It replaces those from its start on: even an answer
 * without `since` can begin less than an hour ago.
 *
 * @returns the points of the last hour, in order
 */
export function addAnswer(
  before: readonly LivePoint[],
  { at, from, points }: LiveSale,
): readonly LivePoint[] {
  const start = toSeconds(from);
  const oldest = toSeconds(at) - HOUR_SECONDS;
  const kept = before.filter((point) => toSeconds(point.at) < start);
  return [...kept, ...points].filter((point) => toSeconds(point.at) >= oldest);
}

export type Decided = {
  readonly confirmed: number;
  /** Those of the confirmed purchases that were held before. */
  readonly paid: number;
  /** Purchases that were not paid in time. */
  readonly expired: number;
  /** Purchases that got tickets when they were decided: held or confirmed. */
  readonly granted: number;
  readonly rejected: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Cancelled before they were decided. */
  readonly withdrawn: number;
  /** The most frequent first. */
  readonly reasons: readonly (readonly [RejectionReason, number])[];
  /** The most decisions in a second. */
  readonly peak: number;
};

export function sumDecided(points: readonly LivePoint[]): Decided {
  const sum = (count: (point: LivePoint) => number) =>
    points.reduce((total, point) => total + count(point), 0);
  const reasons = new Map<RejectionReason, number>();
  for (const point of points) {
    for (const [reason, count] of Object.entries(point.reasons)) {
      const key = reason as RejectionReason;
      reasons.set(key, (reasons.get(key) ?? 0) + count);
    }
  }
  return {
    confirmed: sum(({ confirmed }) => confirmed),
    paid: sum(({ paid }) => paid),
    expired: sum(({ expired }) => expired),
    granted: sum(countGranted),
    rejected: sum(({ rejected }) => rejected),
    failed: sum(({ failed }) => failed),
    cancelled: sum(({ cancelled }) => cancelled),
    withdrawn: sum(({ withdrawn }) => withdrawn),
    reasons: [...reasons].sort(([, one], [, other]) => other - one),
    peak: points.reduce((peak, point) => Math.max(peak, countDecided(point) / point.seconds), 0),
  };
}

/** Refused, or given up. */
const countRefused = ({ rejected, failed }: LivePoint): number => rejected + failed;

/** Held or confirmed. A payment confirms what was decided before, so it is no decision. */
const countGranted = ({ confirmed, paid, held }: LivePoint): number => confirmed - paid + held;

const countDecided = (point: LivePoint): number => countGranted(point) + countRefused(point);

/** Seconds that a chart can show. */
export const RANGES = [60, 300, HOUR_SECONDS] as const;
export type Range = (typeof RANGES)[number];

/** Seconds. A decision is counted one to three seconds later. */
const COUNTING_SECONDS = 3;

/** The last second of which everything is counted, at the time of an answer. */
export const findLastSecond = (at: string): number => Math.floor(toSeconds(at)) - COUNTING_SECONDS;

/** The shortest range with everything that was decided. */
export function fitRange(points: readonly LivePoint[], lastSecond: number): Range {
  const [first] = points;
  if (first === undefined) return RANGES[0];
  const length = lastSecond - toSeconds(first.at);
  return RANGES.find((range) => length < range) ?? HOUR_SECONDS;
}

/** Decisions per second, one after the other. */
export type Rates = {
  /** Seconds of each value. */
  readonly step: number;
  /** Seconds since 1970, where each value begins. */
  readonly times: readonly number[];
  readonly granted: readonly number[];
  readonly refused: readonly number[];
};

/** The most values of a chart: a pixel or more for each on a narrow screen. */
const MOST_VALUES = 360;

/** Computes the decisions per second of a range that ends with a second. */
export function computeRates(
  points: readonly LivePoint[],
  lastSecond: number,
  range: number,
): Rates {
  const step = range <= MOST_VALUES ? 1 : range / MOST_VALUES;
  const end = Math.ceil((lastSecond + 1) / step) * step;
  const start = end - range;
  const length = range / step;
  const times = Array.from({ length }, (_, index) => start + index * step);
  const granted = new Array<number>(length).fill(0);
  const refused = new Array<number>(length).fill(0);
  for (const point of points) {
    const first = toSeconds(point.at);
    const share = point.seconds * step;
    for (let second = first; second < first + point.seconds; second += 1) {
      const index = Math.floor((second - start) / step);
      if (second < start || second >= end) continue;
      granted[index] = (granted[index] ?? 0) + countGranted(point) / share;
      refused[index] = (refused[index] ?? 0) + countRefused(point) / share;
    }
  }
  return { step, times, granted, refused };
}

/** Seconds over which the present rate is a mean. */
const PRESENT_SECONDS = 5;

/** The decisions per second of the last seconds. */
export function computePresentRate(points: readonly LivePoint[], lastSecond: number): number {
  const { granted, refused } = computeRates(points, lastSecond, PRESENT_SECONDS);
  return [...granted, ...refused].reduce((sum, rate) => sum + rate, 0) / PRESENT_SECONDS;
}
