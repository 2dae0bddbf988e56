import { setTimeout as delay } from 'node:timers/promises';
import { consoleLog } from '../../process/local-log.ts';
import { type BatchDependencies, handleBatch } from './handle-batch.ts';
import { receiveMessages } from './receive-messages.ts';

export type PumpOptions = Omit<BatchDependencies, 'log'> &
  Partial<Pick<BatchDependencies, 'log'>> & {
    readonly batchSize: number;
    /** Batches under way at once. */
    readonly pollers: number;
  };

export type Pump = {
  /** Finishes the polls and batches under way, then returns. Repeatable. */
  stop(): Promise<void>;
};

/** Milliseconds between polls that fail: doubling from the first to the second. */
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5_000;

/** Starts a local event source mapping: polls a queue, and invokes a function with what arrives. */
export const startPump = ({ batchSize, pollers, ...options }: PumpOptions): Pump => {
  const dependencies: BatchDependencies = { log: consoleLog, ...options };
  const stopping = new AbortController();
  const polling = Array.from({ length: pollers }, () =>
    poll(dependencies, batchSize, stopping.signal),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(polling);
    },
  };
};

const poll = async (
  dependencies: BatchDependencies,
  batchSize: number,
  stopping: AbortSignal,
): Promise<void> => {
  const { client, queue, function: lambda, log } = dependencies;
  let backoffMs = FIRST_BACKOFF_MS;
  while (!stopping.aborted) {
    try {
      const messages = await receiveMessages(client, queue.url, batchSize);
      if (messages.length > 0) await handleBatch(dependencies, messages);
      backoffMs = FIRST_BACKOFF_MS;
    } catch (error) {
      log({ message: 'The poll failed', subject: lambda.name, error });
      await delay(backoffMs, undefined, { signal: stopping }).catch(() => undefined);
      backoffMs = Math.min(LONGEST_BACKOFF_MS, 2 * backoffMs);
    }
  }
};
