import { chooseRetryAfterSeconds, estimateWaitMs, type MeasuredLag } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { QUEUE_LAG, readLags, type Store } from '@willcall/store';
import { cacheReads } from '../caches/cached-reads.ts';

const MS_PER_SECOND = 1_000;

/** The wait that is reported for an undecided purchase. */
export type QueueWait = {
  /** For `Retry-After`: whole seconds. */
  readonly retryAfter: string;
  /** Rounded up. Omitted if the wait is unknown or short. */
  readonly estimatedWaitSeconds?: number;
};

type QueueWaitDependencies = {
  readonly lags: (subject: string) => Promise<CachedLags>;
  readonly clock: () => Date;
  readonly random: () => number;
};

/** Estimates the current wait from the lag that the workers measured, at most a second ago. Never throws. */
export const createQueueWait =
  ({ lags, clock, random }: QueueWaitDependencies) =>
  async (): Promise<QueueWait> => {
    const measured = await lags(QUEUE_LAG);
    const waitMs = measured === 'unknown' ? undefined : estimateWaitMs(measured.lags, clock());
    return {
      retryAfter: String(chooseRetryAfterSeconds(waitMs, random)),
      ...(waitMs === undefined ? {} : { estimatedWaitSeconds: Math.ceil(waitMs / MS_PER_SECOND) }),
    };
  };

type KnownLags = {
  readonly lags: readonly MeasuredLag[];
  /** False if a lag was left out because its record cannot be read. */
  readonly isComplete: boolean;
};

/** The cached lags, or `unknown` if the read failed or took too long. */
export type CachedLags = KnownLags | 'unknown';

/**
 * Caches the lags of a show or of the queue for one second, at 0.5 read units per read, instead of one
 * read per waiting buyer. Never throws, and waits at most for the timeout.
 */
export const cacheLags = (
  store: Store<'pulse'>,
  log: Log,
  timeoutMs: number,
): ((subject: string) => Promise<CachedLags>) =>
  cacheReads<KnownLags>({
    read: async (subject) => {
      const { records, unreadable } = await readLags(store, subject);
      return { lags: records, isComplete: unreadable.length === 0 };
    },
    onFailure: (_, error) => log.warn('Worker lag could not be read', { error }),
    timeoutMs,
  });
