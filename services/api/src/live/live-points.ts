import type { LivePoint } from '@willcall/contracts';
import { addTallies, countRejected, readWaitPercentile, type Tally } from '@willcall/domain';
import type { SecondTally } from '@willcall/store';

const MS_PER_SECOND = 1_000;

/** How far back an answer reaches. */
const HISTORY_SECONDS = 60 * 60;
/** How far back each second is a point of its own. */
const FINE_SECONDS = 5 * 60;
/** The length of an older point: 10 s. */
const COARSE_POINT_SECONDS = 10;

/**
 * Seconds that the next answer repeats, because a decision is counted one to three seconds after it was made: its
 * transaction commits, and its stream shard is read once a second.
 */
const REPEATED_SECONDS = 15;

/**
 * How long before a point the first decision of its batch can be. A batch gathers for a second, and the clocks of
 * workers differ. Only after an outage does a batch cover more.
 */
const BATCH_SECONDS = 10;

/** What an answer covers. All times are seconds since 1970. */
export type LiveSpan = {
  readonly from: number;
  /** From here on, a point is a second long. */
  readonly fineFrom: number;
  readonly next: number;
  /** Where the oldest tally begins that can count for the answer. */
  readonly readFrom: number;
};

const floorTo = (step: number, second: number): number => Math.floor(second / step) * step;

/** Plans an answer: the last hour, or what can be new since a time. */
export function planSpan(since: Date | undefined, now: Date): LiveSpan {
  const second = Math.floor(now.getTime() / MS_PER_SECOND);
  const oldest = second - HISTORY_SECONDS;
  const next = second - REPEATED_SECONDS;
  const fineFrom = floorTo(COARSE_POINT_SECONDS, second - FINE_SECONDS);
  const asked = since === undefined ? oldest : Math.floor(since.getTime() / MS_PER_SECOND);
  const begin = Math.min(next, Math.max(oldest, asked));
  // The client replaces its point that began at the same time, so the answer has the whole point.
  const from = begin < fineFrom ? floorTo(COARSE_POINT_SECONDS, begin) : begin;
  return { from, fineFrom, next, readFrom: from - BATCH_SECONDS };
}

/**
 * The span that the tallies cover if only those from a time on were read: it begins later, with the first point
 * that is complete.
 */
export function shortenSpan(span: LiveSpan, readBackTo: string | undefined): LiveSpan {
  if (readBackTo === undefined) return span;
  const complete = Math.ceil(Date.parse(readBackTo) / MS_PER_SECOND) + BATCH_SECONDS;
  const begin = floorTo(COARSE_POINT_SECONDS, complete) + COARSE_POINT_SECONDS;
  return { ...span, from: Math.max(span.from, begin) };
}

/** The counts of a tally, as the API answers them. */
export function describeTally(tally: Tally) {
  const { rejected: reasons, waits, ...counts } = tally;
  const [p50, p99] = [readWaitPercentile(waits, 0.5), readWaitPercentile(waits, 0.99)];
  return {
    ...counts,
    rejected: countRejected(tally),
    reasons,
    ...(p50 === undefined || p99 === undefined ? {} : { timeToDecisionMs: { p50, p99 } }),
  };
}

/** The points of a span in order of time, and the sum of all. */
export function drawPoints(
  tallies: readonly SecondTally[],
  { from, fineFrom }: LiveSpan,
): { readonly points: LivePoint[]; readonly sum: Tally } {
  const drawn = tallies.filter(({ second }) => second >= from);
  const byBegin = Map.groupBy(drawn, ({ second }) =>
    second < fineFrom ? floorTo(COARSE_POINT_SECONDS, second) : second,
  );
  const sums = [...byBegin]
    .sort(([a], [b]) => a - b)
    .map(([begin, ofPoint]) => ({ begin, tally: addTallies(ofPoint) }));
  return {
    points: sums.map(({ begin, tally }) => ({
      at: toInstant(begin),
      seconds: begin < fineFrom ? COARSE_POINT_SECONDS : 1,
      ...describeTally(tally),
    })),
    sum: addTallies(sums.map(({ tally }) => tally)),
  };
}

/** ISO 8601, of seconds since 1970. */
export const toInstant = (second: number): string => new Date(second * MS_PER_SECOND).toISOString();
