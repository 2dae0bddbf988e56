import { isLatchSettled } from '@willcall/domain';
import type { Log } from '@willcall/lambda';
import { readPurchase, type ShowRecord, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { withTimeout } from '../waiting/cached-reads.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';
import type { CachedShow } from './cached-show.ts';

/** What is done with a purchase: only `sold-out` is a refusal. */
type LatchVerdict = 'queue' | 'decided-before' | 'sold-out';

type LatchDependencies = {
  readonly store: Store<'purchases'>;
  readonly lags: (subject: string) => Promise<CachedLags>;
  readonly queued: Pick<QueuedHere, 'has'>;
  readonly log: Log;
  /** Milliseconds that the look at an earlier attempt may take. */
  readonly patienceMs: number;
};

type Attempt = {
  readonly userId: string;
  /** The purchase's record key: the same for every attempt with the same idempotency key. */
  readonly key: string;
  readonly now: Date;
};

/** What the latch says of an attempt to buy tickets of a show. */
export type JudgeLatch = (show: CachedShow, attempt: Attempt) => Promise<LatchVerdict>;

/**
 * What can be said at once to a buyer under the sold-out latch, by a copy of the show. Whatever is not
 * known, or known too late, leads to the queue, where the worker decides.
 *
 *     no latch, or cancelled        → queue
 *     latch not settled, lag unknown → queue: an earlier attempt of this buyer may be under way
 *     settled, own record found     → decided before, won or lost: answered as ever
 *     settled, no own record        → sold out; queued by this environment: queue, it is under way
 *
 * Half a read unit for the own record, eventually consistent: what was queued before the latch was
 * decided long ago by then. Nothing is read where the copy has no latch.
 */
export const judgeLatch =
  ({ store, lags, queued, log, patienceMs }: LatchDependencies): JudgeLatch =>
  async (show, { userId, key, now }) => {
    if (!isLatched(show)) return 'queue';
    const measured = await lags(show.showId);
    if (measured === 'unknown' || !isLatchSettled(show.soldOutAt, measured, now)) return 'queue';
    try {
      const own = readPurchase(store, userId, key).then((record) => ({ record }));
      const found = await withTimeout(patienceMs, own);
      if (found === undefined) return 'queue';
      if (found.record !== undefined) return 'decided-before';
      return queued.has(key) ? 'queue' : 'sold-out';
    } catch (error) {
      const { showId } = show;
      log.warn('No look at an earlier attempt: the purchase is queued', { showId, error });
      return 'queue';
    }
  };

/** A cancelled show has another reason to refuse, which is for the worker to say. */
const isLatched = (show: CachedShow): show is ShowRecord & { readonly soldOutAt: string } =>
  show !== 'unknown' && show.soldOutAt !== undefined && show.cancelledAt === undefined;

/** Purchases that one environment remembers, at some 100 bytes each; the oldest are forgotten first. */
const MOST_PURCHASES = 10_000;

/**
 * The purchases that this environment has sent to the queue, by their keys: which of them have no
 * record are still under way. Only ever a reason to queue once more, never to refuse.
 */
export type QueuedHere = {
  /** Before it is sent: a reply may be lost of a message that was taken. */
  remember(key: string): void;
  has(key: string): boolean;
};

export function rememberQueued(): QueuedHere {
  const queued = new LRUCache<string, true>({ max: MOST_PURCHASES });
  return {
    remember(key) {
      queued.set(key, true);
    },
    has: (key) => queued.has(key),
  };
}
