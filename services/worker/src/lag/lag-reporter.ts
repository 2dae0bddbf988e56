import { randomBytes } from 'node:crypto';
import type { PurchaseMessage } from '@willcall/contracts';
import {
  type BatchResults,
  createClientConfig,
  type Observability,
  type readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore, type PurchaseRecord, QUEUE_LAG, writeLag } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { readMessage } from '../read-message.ts';
import { createLagMemory, type LagToWrite } from './lag-memory.ts';

/** What the reporter reads of its environment. */
export const lagVariables = { PULSE_TABLE: z.string().min(1) };

type Settings = ReturnType<typeof readEnvironment<typeof lagVariables>>;

/** Milliseconds that a batch waits for a lag to be written: all else of the batch is done. */
const WRITE_TIMEOUT_MS = 1_000;
const ENVIRONMENT_BYTES = 12;

/** Reports how long a decision takes at present, as one worker environment measures it. */
export type LagReporter = {
  /** A purchase was decided just now, for the first time: its lag is `decidedAt − requestedAt`. */
  decided(record: Pick<PurchaseRecord, 'showId' | 'reason' | 'requestedAt' | 'decidedAt'>): void;
  /** Ends a batch: measures what comes back of it, and writes the lags that are worth it. Never throws. */
  afterBatch(records: readonly SQSRecord[], results: Readonly<BatchResults>): Promise<void>;
};

/**
 * The reporter of a worker environment, one for as long as that lives. In a quiet system it writes
 * nothing; else at most one item in ten seconds for each show and one for the queue, 1 write unit each.
 *
 * @param ofQueue whether its lags count for the whole queue too. Those of dead letters concern their
 *   shows alone.
 */
export function createLagReporter(
  settings: Settings,
  { log, measure }: Pick<Observability, 'log' | 'measure'>,
  { clock = () => new Date(), dynamodbPlugins = [] }: Seams,
  { ofQueue = true }: { readonly ofQueue?: boolean } = {},
): LagReporter {
  const store = openStore(
    { pulse: settings.PULSE_TABLE },
    { client: createClientConfig(settings, 'DYNAMODB'), plugins: dynamodbPlugins },
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
      log.warn('The lag of the workers could not be told', {
        ...(subject === QUEUE_LAG ? {} : { showId: subject }),
        error,
      });
    }
  };

  return {
    decided({ showId, reason, requestedAt, decidedAt }) {
      // Ids can be made up without end; there is nobody who would ask for the lag of such a show.
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

/** The purchases of a batch that come back, and whose buyers still wait. What is no purchase has no buyer. */
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
