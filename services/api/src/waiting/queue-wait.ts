import { chooseRetryAfterSeconds, estimateWaitMs, type MeasuredLag } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { QUEUE_LAG, readLags, type Store } from '@willcall/store';
import { cacheReads } from './cached-reads.ts';

const MS_PER_SECOND = 1_000;

/** What somebody is told whose purchase is not decided yet. */
export type QueueWait = {
  /** For `Retry-After`: whole seconds. */
  readonly retryAfter: string;
  /** Rounded up; left out when nothing is known, or nobody waits for long. */
  readonly estimatedWaitSeconds?: number;
};

type QueueWaitDependencies = {
  readonly lags: (subject: string) => Promise<CachedLags>;
  readonly clock: () => Date;
  readonly random: () => number;
};

/** How long purchases take at present, by what the workers measured a second ago. Never throws. */
export const queueWait =
  ({ lags, clock, random }: QueueWaitDependencies) =>
  async (): Promise<QueueWait> => {
    const measured = await lags(QUEUE_LAG);
    const waitMs = measured === 'unknown' ? undefined : estimateWaitMs(measured, clock());
    return {
      retryAfter: String(chooseRetryAfterSeconds(waitMs, random)),
      ...(waitMs === undefined ? {} : { estimatedWaitSeconds: Math.ceil(waitMs / MS_PER_SECOND) }),
    };
  };

/** What the workers measure at this moment; `unknown` when the read failed or was slow. */
export type CachedLags = readonly MeasuredLag[] | 'unknown';

/**
 * What the workers measure of a show or of the queue, at most a second old, of 0.5 read units each: not
 * a read for each who waits. Never throws and never waits long.
 */
export const cacheLags = (
  store: Store<'pulse'>,
  log: Log,
  patienceMs: number,
): ((subject: string) => Promise<CachedLags>) =>
  cacheReads<readonly MeasuredLag[]>({
    read: (subject) => readLags(store, subject),
    onFailure: (_, error) => log.warn('The lag of the workers could not be read', { error }),
    patienceMs,
  });
