import { LAG_WINDOW_MS } from '@willcall/domain';
import { LRUCache } from 'lru-cache';

/** Subjects that one environment remembers; the least recently measured is forgotten first. */
const MAX_SUBJECTS = 1_000;

type Remembered = { readonly highest: HighestLag; readonly written?: LastWrite | undefined };

/** A lag that is to be written now. */
export type LagToWrite = {
  readonly subject: string;
  readonly lagMs: number;
  readonly highestLagMs: number;
};

/** What a worker environment remembers of lags between batches. */
type LagMemory = {
  /** Keeps the longest lag of the batch that is under way, for its subject. */
  measure(subject: string, lagMs: number): void;
  /** Ends a batch: what of it is to be written. It counts as written, whether the write succeeds or not. */
  takeLagsToWrite(now: Date): LagToWrite[];
};

/** Lags of one environment, and which of them are worth a write. */
export function createLagMemory(): LagMemory {
  const remembered = new LRUCache<string, Remembered>({ max: MAX_SUBJECTS });
  let batch = new Map<string, number>();

  const settle = (subject: string, lagMs: number, nowMs: number): LagToWrite | undefined => {
    const before = remembered.get(subject);
    const highest = addLag(before?.highest, lagMs, nowMs);
    const isToWrite = shouldWrite(lagMs, before?.written, nowMs);
    remembered.set(subject, {
      highest,
      written: isToWrite ? { lagMs, atMs: nowMs } : before?.written,
    });
    return isToWrite ? { subject, lagMs, highestLagMs: highestOf(highest) } : undefined;
  };

  return {
    measure(subject, lagMs) {
      batch.set(subject, Math.max(batch.get(subject) ?? 0, lagMs));
    },
    takeLagsToWrite(now) {
      const measured = batch;
      batch = new Map();
      return [...measured].flatMap(
        ([subject, lagMs]) => settle(subject, lagMs, now.getTime()) ?? [],
      );
    },
  };
}

/** Milliseconds between two writes of one subject: a busy worker costs a write unit in ten seconds. */
const WRITE_INTERVAL_MS = 10_000;

/** Milliseconds. Who waits for less has hardly begun to wait: a quiet system writes nothing. */
const MIN_WRITTEN_LAG_MS = 2_000;

/** The last that was written of a subject, and when, in milliseconds since 1970. */
type LastWrite = { readonly lagMs: number; readonly atMs: number };

/** Whether a lag should be written: when it is long, or has been until now, so that its fall is written once. */
function shouldWrite(lagMs: number, written: LastWrite | undefined, nowMs: number): boolean {
  if (written !== undefined && nowMs - written.atMs < WRITE_INTERVAL_MS) return false;
  return Math.max(lagMs, written?.lagMs ?? 0) >= MIN_WRITTEN_LAG_MS;
}

/** The highest lag of the window that is under way, since when, and that of the one before. */
type HighestLag = {
  readonly sinceMs: number;
  readonly currentMs: number;
  readonly previousMs: number;
};

/**
 * The highest lag with one more: of the last twenty minutes at least, of twice as long at most. So
 * that a message which failed, and comes back in minutes, is not forgotten for the quick ones after it.
 */
function addLag(highest: HighestLag | undefined, lagMs: number, nowMs: number): HighestLag {
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

const highestOf = ({ currentMs, previousMs }: HighestLag): number =>
  Math.max(currentMs, previousMs);
