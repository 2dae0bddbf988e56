import type { Log } from '@willcall/lambda';
import { readPurchase, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { withTimeout } from '../caches/cached-reads.ts';

/** What is known of an earlier attempt with the same key. Only `none` allows a refusal. */
type EarlierAttempt =
  /** The purchase has a record, which answers every retry. */
  | 'decided'
  /** It may be in the queue, or the record could not be read. */
  | 'possible'
  | 'none';

type EarlierAttemptDependencies = {
  readonly store: Store<'purchases'>;
  readonly queued: Pick<QueuedPurchases, 'has'>;
  readonly log: Log;
  /** Milliseconds that the read of the record may take. */
  readonly timeoutMs: number;
};

type Attempt = {
  readonly userId: string;
  /** The purchase's record key: the same for every attempt with the same idempotency key. */
  readonly key: string;
  readonly showId: string;
};

/** Looks for an earlier attempt. Never throws. */
export type FindEarlierAttempt = (attempt: Attempt) => Promise<EarlierAttempt>;

/**
 * Looks for an earlier attempt before `accept` refuses a purchase: one consistent read of the buyer's
 * record (1 read unit). A record that cannot be read in time counts as a possible attempt, which leads to
 * the queue, where the worker decides.
 */
export const findEarlierAttempt =
  ({ store, queued, log, timeoutMs }: EarlierAttemptDependencies): FindEarlierAttempt =>
  async ({ userId, key, showId }) => {
    try {
      const own = readPurchase(store, userId, key, { consistent: true });
      const found = await withTimeout(
        timeoutMs,
        own.then((record) => ({ record })),
      );
      if (found === undefined) return 'possible';
      if (found.record !== undefined) return 'decided';
      return queued.has(key) ? 'possible' : 'none';
    } catch (error) {
      log.warn('Earlier attempt could not be read: the purchase is queued', { showId, error });
      return 'possible';
    }
  };

/** Purchases that one environment remembers, at about 100 bytes each. The oldest are evicted first. */
const MAX_PURCHASES = 10_000;

/**
 * Keys of the purchases that this environment has sent to the queue. One without a record is still in
 * flight. This is only a reason to queue again, never to refuse.
 */
export type QueuedPurchases = {
  /** Call this before sending: the reply to an accepted message can be lost. */
  remember(key: string): void;
  has(key: string): boolean;
};

export function createQueuedPurchases(): QueuedPurchases {
  const queued = new LRUCache<string, true>({ max: MAX_PURCHASES });
  return {
    remember(key) {
      queued.set(key, true);
    },
    has: (key) => queued.has(key),
  };
}
