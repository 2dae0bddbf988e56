import { randomBytes } from 'node:crypto';
import type { PurchaseMessage } from '@willcall/contracts';
import {
  type BatchResults,
  createStoreConnection,
  type Observability,
  type readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore, type PurchaseRecord, QUEUE_LAG, writeLag } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { readMessage } from '../read-message.ts';
import { createLagMemory, type LagToWrite } from './lag-memory.ts';

/** The environment variables of the lag reporter. */
export const lagVariables = { PULSE_TABLE: z.string().min(1) };

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
