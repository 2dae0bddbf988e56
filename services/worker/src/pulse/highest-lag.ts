import { LAG_WINDOW_MS } from '@willcall/domain';

/** The highest lag of the window that is under way, since when, and that of the one before. */
export type HighestLag = {
  readonly sinceMs: number;
  readonly currentMs: number;
  readonly previousMs: number;
};

/**
 * The highest lag with one more: of the last twenty minutes at least, of twice as long at most. So
 * that a message which failed, and comes back in minutes, is not forgotten for the quick ones after it.
 */
export function withLag(highest: HighestLag | undefined, lagMs: number, nowMs: number): HighestLag {
  if (highest === undefined || nowMs - highest.sinceMs >= 2 * LAG_WINDOW_MS) {
    return { sinceMs: nowMs, currentMs: lagMs, previousMs: 0 };
  }
  if (nowMs - highest.sinceMs >= LAG_WINDOW_MS) {
    return {
      sinceMs: highest.sinceMs + LAG_WINDOW_MS,
      currentMs: lagMs,
      previousMs: highest.currentMs,
    };
  }
  return { ...highest, currentMs: Math.max(highest.currentMs, lagMs) };
}

export const highestOf = ({ currentMs, previousMs }: HighestLag): number =>
  Math.max(currentMs, previousMs);
