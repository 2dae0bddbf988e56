import { isLatchSettled } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { readPurchase, type ShowRecord, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { withTimeout } from '../waiting/cached-reads.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';
import type { CachedShow } from './cached-show.ts';

/** How to handle a purchase. Only `sold-out` is a refusal. */
type LatchVerdict = 'queue' | 'decided-before' | 'sold-out';

type LatchDependencies = {
  readonly store: Store<'purchases'>;
  readonly lags: (subject: string) => Promise<CachedLags>;
  readonly queued: Pick<QueuedPurchases, 'has'>;
  readonly log: Log;
  /** Milliseconds that the read of an earlier attempt may take. */
  readonly timeoutMs: number;
};

type Attempt = {
  readonly userId: string;
  /** The purchase's record key: the same for every attempt with the same idempotency key. */
  readonly key: string;
  readonly now: Date;
};

/** Decides how the latch applies to an attempt to buy tickets for a show. */
export type CheckLatch = (show: CachedShow, attempt: Attempt) => Promise<LatchVerdict>;

/**
 * Checks a purchase against the sold-out latch of a cached show. Missing or late information leads to
 * the queue, where the worker decides.
 *
 *     no latch, or show cancelled        → queue
 *     latch not settled, or lag unknown  → queue: an earlier attempt of this buyer may be in flight
 *     settled, record found              → decided before: the usual answer
 *     settled, no record, queued here    → queue: the earlier attempt is in flight
 *     settled, no record                 → sold out
 *
 * Costs 0.5 read units for the record. An eventually consistent read is enough: everything queued before
 * the latch was decided long ago. A show without a latch needs no read.
 */
export const checkLatch =
  ({ store, lags, queued, log, timeoutMs }: LatchDependencies): CheckLatch =>
  async (show, { userId, key, now }) => {
    if (!isLatched(show)) return 'queue';
    const measured = await lags(show.showId);
    if (measured === 'unknown' || !isLatchSettled(show.soldOutAt, measured, now)) return 'queue';
    try {
      const own = readPurchase(store, userId, key).then((record) => ({ record }));
      const found = await withTimeout(timeoutMs, own);
      if (found === undefined) return 'queue';
      if (found.record !== undefined) return 'decided-before';
      return queued.has(key) ? 'queue' : 'sold-out';
    } catch (error) {
      const { showId } = show;
      log.warn('Earlier attempt could not be read: the purchase is queued', { showId, error });
      return 'queue';
    }
  };

/** The worker refuses purchases for a cancelled show, with another reason. */
const isLatched = (show: CachedShow): show is ShowRecord & { readonly soldOutAt: string } =>
  show !== 'unknown' && show.soldOutAt !== undefined && show.cancelledAt === undefined;

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
