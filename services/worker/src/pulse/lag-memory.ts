import { LRUCache } from 'lru-cache';
import { type HighestLag, highestOf, withLag } from './highest-lag.ts';
import { isWorthTelling, type Told } from './worth-telling.ts';

/** Subjects that one environment remembers; the least recently measured is forgotten first. */
const MOST_SUBJECTS = 1_000;

type Remembered = { readonly highest: HighestLag; readonly told?: Told | undefined };

/** A lag that is to be written now. */
export type LagToTell = {
  readonly subject: string;
  readonly lagMs: number;
  readonly highestLagMs: number;
};

/** What a worker environment remembers of lags between batches. */
export type LagMemory = {
  /** Keeps the longest lag of the batch that is under way, for its subject. */
  measure(subject: string, lagMs: number): void;
  /** Ends a batch: what of it is to be written. It counts as told, whether the write succeeds or not. */
  takeWorthTelling(now: Date): LagToTell[];
};

export function lagMemory(): LagMemory {
  const remembered = new LRUCache<string, Remembered>({ max: MOST_SUBJECTS });
  let batch = new Map<string, number>();

  const settle = (subject: string, lagMs: number, nowMs: number): LagToTell | undefined => {
    const known = remembered.get(subject);
    const highest = withLag(known?.highest, lagMs, nowMs);
    const isToTell = isWorthTelling(lagMs, known?.told, nowMs);
    remembered.set(subject, { highest, told: isToTell ? { lagMs, atMs: nowMs } : known?.told });
    return isToTell ? { subject, lagMs, highestLagMs: highestOf(highest) } : undefined;
  };

  return {
    measure(subject, lagMs) {
      batch.set(subject, Math.max(batch.get(subject) ?? 0, lagMs));
    },
    takeWorthTelling(now) {
      const measured = batch;
      batch = new Map();
      return [...measured].flatMap(
        ([subject, lagMs]) => settle(subject, lagMs, now.getTime()) ?? [],
      );
    },
  };
}
