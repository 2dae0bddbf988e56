import { randomBytes } from 'node:crypto';
import type { PurchaseMessage } from '@willcall/contracts';
import { LAG_WINDOW_MS } from '@willcall/domain';
import {
  type BatchResults,
  createStoreConnection,
  NonEmptyText,
  type Observability,
  type readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore, type PurchaseRecord, QUEUE_LAG, writeLag } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import { LRUCache } from 'lru-cache';
import { readMessage } from '../read-message.ts';

/** The environment variables of the lag reporter. */
export const lagVariables = { PULSE_TABLE: NonEmptyText };

type Settings = ReturnType<typeof readEnvironment<typeof lagVariables>>;

/** Milliseconds that a finished batch waits for the write of a lag. */
const WRITE_TIMEOUT_MS = 1_000;
const ENVIRONMENT_BYTES = 12;

/** Reports how long decisions take, as measured by one worker environment. */
export type LagReporter = {
  /** Measures the lag of a purchase that was just decided: `decidedAt − requestedAt`. */
  decided(record: Pick<PurchaseRecord, 'showId' | 'reason' | 'requestedAt' | 'decidedAt'>): void;
  /** Ends a batch: measures its failed messages and writes the lags that are due. Never throws. */
  afterBatch(records: readonly SQSRecord[], results: Readonly<BatchResults>): Promise<void>;
};

/**
 * Creates the reporter of a worker environment. A quiet system writes nothing. A busy one writes at most
 * one item per ten seconds for each show and for the queue, at 1 write unit each.
 *
 * @param ofQueue whether the lags also count for the queue. Those of dead letters count only for their
 *   shows.
 */
export function createLagReporter(
  settings: Settings,
  observability: Pick<Observability, 'log' | 'measure'>,
  seams: Seams,
  { ofQueue = true }: { readonly ofQueue?: boolean } = {},
): LagReporter {
  const { log, measure } = observability;
  const { clock = () => new Date() } = seams;
  const store = openStore(
    { pulse: settings.PULSE_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  const environment = randomBytes(ENVIRONMENT_BYTES).toString('base64url');
  const memory = createLagMemory();

  const measureLag = (showId: string | undefined, requestedAt: string, untilMs: number): void => {
    const lagMs = Math.max(0, untilMs - Date.parse(requestedAt));
    if (showId !== undefined) memory.measure(showId, lagMs);
    if (ofQueue) memory.measure(QUEUE_LAG, lagMs);
  };

  const report = async ({ subject, lagMs, highestLagMs }: LagToWrite, at: Date): Promise<void> => {
    const lag = { subject, environment, lagMs, highestLagMs, at: at.toISOString() };
    try {
      await writeLag(store, lag, { signal: AbortSignal.timeout(WRITE_TIMEOUT_MS) });
      measure.count('PulsesWritten');
    } catch (error) {
      measure.count('PulsesFailed');
      log.warn('Worker lag could not be written', {
        ...(subject === QUEUE_LAG ? {} : { showId: subject }),
        error,
      });
    }
  };

  return {
    decided({ showId, reason, requestedAt, decidedAt }) {
      // Clients can invent any number of show ids. Nobody reads the lag of such a show.
      const existing = reason === 'SHOW_NOT_FOUND' ? undefined : showId;
      measureLag(existing, requestedAt, Date.parse(decidedAt));
    },
    async afterBatch(records, results) {
      const now = clock();
      for (const { showId, requestedAt } of failedPurchases(records, results)) {
        measureLag(showId, requestedAt, now.getTime());
      }
      await Promise.all(memory.takeLagsToWrite(now).map((lag) => report(lag, now)));
    },
  };
}

/** The failed purchases of a batch, whose buyers are still waiting. Invalid messages are skipped. */
const failedPurchases = (
  records: readonly SQSRecord[],
  results: Readonly<BatchResults>,
): PurchaseMessage[] =>
  records.flatMap((record, index) =>
    results[index]?.status === 'fulfilled' ? [] : readable(record),
  );

function readable(record: SQSRecord): PurchaseMessage[] {
  try {
    return [readMessage(record).message];
  } catch {
    return [];
  }
}

/** Subjects that one environment remembers. The least recently measured are evicted first. */
const MAX_SUBJECTS = 1_000;

type Remembered = { readonly highest: HighestLag; readonly written?: LastWrite | undefined };

/** A lag to write now. */
type LagToWrite = {
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
