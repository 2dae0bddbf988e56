import type { LiveSale } from '@willcall/contracts';
import { findLongestFreshLag } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { countMessages, type Queue } from '@willcall/messaging';
import { QUEUE_LAG } from '@willcall/store';
import { cacheReads } from '../caches/cached-reads.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';

type QueueDependencies = {
  readonly queues: {
    readonly purchases: Queue;
    readonly deadLetters: Queue;
    readonly parkedPurchases: Queue;
    readonly parkedEvents: Queue;
  };
  readonly lags: (subject: string) => Promise<CachedLags>;
  /** The age of the oldest message. Undefined where nothing measures it. */
  readonly readAge:
    | ((now: Date, signal: AbortSignal) => Promise<MeasuredAge | undefined>)
    | undefined;
  readonly clock: () => Date;
  readonly log: Log;
};

/** Seconds, and when they were measured, ISO 8601. */
type MeasuredAge = { readonly value: number; readonly at: string };

type QueueFigures = Pick<LiveSale, 'queue' | 'deadLetters'>;

/** Milliseconds. The other figures do not wait longer for SQS or CloudWatch. */
const FIGURE_TIMEOUT_MS = 1_000;

/** Milliseconds that an environment keeps the age. A new one appears in CloudWatch once a minute. */
const AGE_TTL_MS = 30_000;

/**
 * Reads the state of the queues, each at most once a second in an environment. Never throws: what cannot be
 * read is left out, because the counters of the stock are worth more than the figures beside them.
 */
export function watchQueues({
  queues,
  lags,
  readAge,
  clock,
  log,
}: QueueDependencies): () => Promise<QueueFigures> {
  const keepCount = (queue: Queue) => {
    const counted = cacheReads<number>({
      read: async () => {
        const { ready, hidden } = await countMessages(queue);
        return ready + hidden;
      },
      onFailure: (_, error) => log.warn('A queue could not be counted', { error }),
      timeoutMs: FIGURE_TIMEOUT_MS,
    });
    return () => counted('messages');
  };
  const age = cacheReads<MeasuredAge>({
    read: async () =>
      (await readAge?.(clock(), AbortSignal.timeout(FIGURE_TIMEOUT_MS))) ?? 'unknown',
    onFailure: (_, error) => log.warn('The age of the queue could not be read', { error }),
    timeoutMs: FIGURE_TIMEOUT_MS,
    ttlMs: AGE_TTL_MS,
  });
  const purchases = keepCount(queues.purchases);
  const deadLetters = keepCount(queues.deadLetters);
  const parkedPurchases = keepCount(queues.parkedPurchases);
  const parkedEvents = keepCount(queues.parkedEvents);
  return async () => {
    const [depth, waiting, parked, unannounced, oldest, measured] = await Promise.all([
      purchases(),
      deadLetters(),
      parkedPurchases(),
      parkedEvents(),
      age('oldest'),
      lags(QUEUE_LAG),
    ]);
    return {
      ...(depth === 'unknown'
        ? {}
        : { queue: { depth, ...describeAge(oldest, measured, clock()) } }),
      ...(waiting === 'unknown' || parked === 'unknown' || unannounced === 'unknown'
        ? {}
        : { deadLetters: { waiting, parkedPurchases: parked, parkedEvents: unannounced } }),
    };
  };
}

const MS_PER_SECOND = 1_000;

/** The age of the oldest message; without it, the longest wait that a worker measured in the last minute. */
function describeAge(
  oldest: MeasuredAge | 'unknown',
  measured: CachedLags,
  now: Date,
): Pick<NonNullable<LiveSale['queue']>, 'age'> {
  if (oldest !== 'unknown') {
    const seconds = Math.ceil(oldest.value);
    return { age: { seconds, measuredAt: oldest.at, source: 'CLOUDWATCH' } };
  }
  const longest = measured === 'unknown' ? undefined : findLongestFreshLag(measured.lags, now);
  if (longest === undefined) return {};
  const seconds = Math.ceil(longest.lagMs / MS_PER_SECOND);
  return { age: { seconds, measuredAt: longest.at, source: 'WORKERS' } };
}
