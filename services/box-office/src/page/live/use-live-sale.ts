import type { LiveSale } from '@willcall/client';
import { useEffect, useState } from 'preact/hooks';
import { organiser } from '../api/willcall.ts';
import { followSale } from './follow-sale.ts';
import { createFrames } from './frames.ts';
import { addAnswer, type LivePoint } from './sale-history.ts';

/** What is known of a sale at the moment of a drawing. */
export type WatchedSale = {
  /** The last answer. Undefined until there is one. */
  readonly latest?: LiveSale;
  /** How long ago that was, in seconds. */
  readonly age: number;
  /** The points of the last hour. */
  readonly points: readonly LivePoint[];
  /** The time to decision of the last answer that had one. */
  readonly timeToDecision?: LiveSale['decided']['timeToDecisionMs'];
  /** Why there is no newer answer. */
  readonly failure?: unknown;
};

/** Milliseconds. The API answers within a fraction of it, or not at all. */
const TIMEOUT_MS = 10_000;

/** Follows a sale. The view is drawn once a second, also without an answer, because the figures grow old. */
export function useLiveSale(showId: string): WatchedSale {
  const [drawn, draw] = useState<WatchedSale>({ age: 0, points: [] });

  useEffect(() => {
    let watched: WatchedSale = { age: 0, points: [] };
    let answeredAt = 0;
    const frames = createFrames(() =>
      draw({ ...watched, age: Math.floor((performance.now() - answeredAt) / 1_000) }),
    );
    const follower = followSale({
      read: (since, signal) =>
        organiser.live(showId, {
          ...(since !== undefined && { since }),
          signal,
          timeoutMs: TIMEOUT_MS,
        }),
      onAnswer: (latest) => {
        answeredAt = performance.now();
        watched = {
          age: 0,
          latest,
          points: addAnswer(watched.points, latest),
          timeToDecision: latest.decided.timeToDecisionMs ?? watched.timeToDecision,
        };
        frames.request();
      },
      onFailure: (failure) => {
        watched = { ...watched, failure };
        frames.request();
      },
      isSeen: () => document.visibilityState === 'visible',
    });
    const wake = () => {
      if (document.visibilityState === 'visible') follower.wake();
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      follower.stop();
      frames.stop();
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    };
  }, [showId]);

  return drawn;
}
