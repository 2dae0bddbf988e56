import type { LivePoint, LiveSale } from '@willcall/contracts';

/** The requests that the live view sends, for a route of the browser. */
export const LIVE_REQUESTS = '**/v1/shows/*/live*';

const NOON = Date.parse('2031-05-15T12:00:00.000Z');
const MS_PER_SECOND = 1_000;

/** A sale in which a thousand purchases are decided in each second, for an hour and on. */
const CONFIRMED = 150;
const SOLD_OUT = 800;
const LIMIT_EXCEEDED = 50;

const CAPACITY = 1_000_000;
const SHARDS = 64;

/** Seconds in which the points of an hour are a second long. Before, they are ten. */
const FINE_SECONDS = 300;
const HOUR_SECONDS = 3_600;

const iso = (second: number): string => new Date(NOON + second * MS_PER_SECOND).toISOString();

const countsOf = (seconds: number) => ({
  confirmed: CONFIRMED * seconds,
  tickets: CONFIRMED * seconds,
  held: 0,
  paid: 0,
  expired: 0,
  rejected: (SOLD_OUT + LIMIT_EXCEEDED) * seconds,
  failed: 0,
  cancelled: 0,
  returned: 0,
  withdrawn: 0,
  reasons: { SOLD_OUT: SOLD_OUT * seconds, LIMIT_EXCEEDED: LIMIT_EXCEEDED * seconds },
  timeToDecisionMs: { p50: 631, p99: 2_512 },
});

/**
 * What the API answers about a sale of 1,000 purchases a second.
 *
 * @param second the time of the answer, in seconds since the first one
 * @param isWhole whether the answer has the whole hour
 */
export function makeLiveAnswer(second: number, isWhole: boolean): LiveSale {
  const from = second - (isWhole ? HOUR_SECONDS : 15);
  const points: LivePoint[] = [];
  for (let at = from; at < second; ) {
    const seconds = at < second - FINE_SECONDS ? 10 : 1;
    points.push({ at: iso(at), seconds, ...countsOf(seconds) });
    at += seconds;
  }
  const sold = CONFIRMED * (HOUR_SECONDS + second);
  const shards = Array.from({ length: SHARDS }, (_, shard) => {
    const size = CAPACITY / SHARDS;
    const left = shard % 9 === 0 ? 0 : Math.round((size * (shard + 20)) / (SHARDS + 40));
    return { available: left, sold: size - left };
  });
  return {
    at: iso(second),
    capacity: CAPACITY,
    available: CAPACITY - sold,
    held: 0,
    sold,
    shards,
    queue: {
      depth: 412,
      age: { seconds: 3, measuredAt: iso(second - 20), source: 'WORKERS' },
    },
    deadLetters: { waiting: 2, parkedPurchases: 0, parkedEvents: 0 },
    from: iso(from),
    next: iso(second - 15),
    points,
    decided: countsOf(second - from),
    asked: { estimate: 1_000 * (second - from) + 412 },
  };
}
