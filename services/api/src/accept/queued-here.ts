import { LRUCache } from 'lru-cache';

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

export function queuedHere(): QueuedHere {
  const queued = new LRUCache<string, true>({ max: MOST_PURCHASES });
  return {
    remember(key) {
      queued.set(key, true);
    },
    has: (key) => queued.has(key),
  };
}
