import { LAG_WINDOW_MS } from '@willcall/domain';
import { LRUCache } from 'lru-cache';

/** Subjects that one environment remembers. The least recently measured are evicted first. */
const MAX_SUBJECTS = 1_000;

type Remembered = { readonly highest: HighestLag; readonly written?: LastWrite | undefined };

/** A lag to write now. */
export type LagToWrite = {
  readonly subject: string;
  readonly lagMs: number;
  readonly highestLagMs: number;
};

/** The lags that a worker environment remembers between batches. */
type LagMemory = {
  /** Keeps the longest lag of the current batch for a subject. */
  measure(subject: string, lagMs: number): void;
  /** Ends a batch and returns the lags to write. They count as written even if the write fails. */
  takeLagsToWrite(now: Date): LagToWrite[];
};

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

/** Milliseconds between two writes of one subject. A busy worker costs one write unit per ten seconds. */
const WRITE_INTERVAL_MS = 10_000;

/** Milliseconds. Shorter lags are not worth a write, so a quiet system writes nothing. */
const MIN_WRITTEN_LAG_MS = 2_000;

/** The last written lag of a subject, and its time in milliseconds since 1970. */
type LastWrite = { readonly lagMs: number; readonly atMs: number };

/** Whether to write a lag: it is long, or the last written one was, so that a fall is written once. */
function shouldWrite(lagMs: number, written: LastWrite | undefined, nowMs: number): boolean {
  if (written !== undefined && nowMs - written.atMs < WRITE_INTERVAL_MS) return false;
  return Math.max(lagMs, written?.lagMs ?? 0) >= MIN_WRITTEN_LAG_MS;
}

/** The start and the highest lag of the current window, and the highest lag of the previous one. */
type HighestLag = {
  readonly sinceMs: number;
  readonly currentMs: number;
  readonly previousMs: number;
};

/**
 * Adds a lag. The highest lag covers at least the last 20 minutes and at most 40. Quick messages therefore
 * do not hide a failed one that is redelivered after minutes.
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
