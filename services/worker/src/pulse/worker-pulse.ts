import { randomBytes } from 'node:crypto';
import {
  awsClient,
  type BatchResults,
  type Observability,
  type readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore, type PurchaseRecord, QUEUE_PULSE, writePulse } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { failedPurchases } from './failed-purchases.ts';
import { type LagToTell, lagMemory } from './lag-memory.ts';

/** What a pulse reads of its environment. */
export const pulseVariables = { PULSE_TABLE: z.string().min(1) };

type Settings = ReturnType<typeof readEnvironment<typeof pulseVariables>>;

/** Milliseconds that a batch waits for its pulse at most: it is over, and only this is left of it. */
const PATIENCE_MS = 1_000;
const ENVIRONMENT_BYTES = 12;

/** Tells those who wait how long it takes at present, by what one worker environment measures. */
export type WorkerPulse = {
  /** A purchase was decided just now, for the first time: its lag is `decidedAt − requestedAt`. */
  decided(record: Pick<PurchaseRecord, 'showId' | 'reason' | 'requestedAt' | 'decidedAt'>): void;
  /** Ends a batch: measures what comes back of it, and writes what is worth telling. Never throws. */
  afterBatch(records: readonly SQSRecord[], results: Readonly<BatchResults>): Promise<void>;
};

/**
 * The pulse of a worker environment, one for as long as that lives. Of a quiet system it writes
 * nothing; else at most one item in ten seconds for each show and one for the queue, 1 write unit each.
 *
 * @param ofQueue whether what it measures tells how long the queue is. Dead letters are not in it any
 *   more: their wait concerns their shows alone.
 */
export function workerPulse(
  settings: Settings,
  { log, measure }: Pick<Observability, 'log' | 'measure'>,
  { clock = () => new Date(), dynamodbPlugins = [] }: Seams,
  { ofQueue = true }: { readonly ofQueue?: boolean } = {},
): WorkerPulse {
  const store = openStore(
    { pulse: settings.PULSE_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: dynamodbPlugins },
  );
  const environment = randomBytes(ENVIRONMENT_BYTES).toString('base64url');
  const memory = lagMemory();

  const keep = (showId: string | undefined, requestedAt: string, untilMs: number): void => {
    const lagMs = Math.max(0, untilMs - Date.parse(requestedAt));
    if (showId !== undefined) memory.measure(showId, lagMs);
    if (ofQueue) memory.measure(QUEUE_PULSE, lagMs);
  };

  const tell = async ({ subject, lagMs, highestLagMs }: LagToTell, at: Date): Promise<void> => {
    const pulse = { subject, environment, lagMs, highestLagMs, at: at.toISOString() };
    try {
      await writePulse(store, pulse, { signal: AbortSignal.timeout(PATIENCE_MS) });
      measure.count('PulsesWritten');
    } catch (error) {
      measure.count('PulsesFailed');
      log.warn('The lag of the workers could not be told', {
        ...(subject === QUEUE_PULSE ? {} : { showId: subject }),
        error,
      });
    }
  };

  return {
    decided({ showId, reason, requestedAt, decidedAt }) {
      // Ids can be made up without end; there is nobody who would ask for the lag of such a show.
      const known = reason === 'SHOW_NOT_FOUND' ? undefined : showId;
      keep(known, requestedAt, Date.parse(decidedAt));
    },
    async afterBatch(records, results) {
      const now = clock();
      for (const { showId, requestedAt } of failedPurchases(records, results)) {
        keep(showId, requestedAt, now.getTime());
      }
      await Promise.all(memory.takeWorthTelling(now).map((lag) => tell(lag, now)));
    },
  };
}
