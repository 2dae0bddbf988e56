import type { FunctionId } from './functions.ts';
import type { QueueId } from './queues.ts';

export type QueueEventSource = {
  readonly queue: QueueId;
  readonly function: FunctionId;
  /** FIFO queues: at most 10. Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  readonly batchSize: number;
  /** Batches under way at once. No use in more than a show has stock buckets. */
  readonly maximumConcurrency: number;
};

/** What invokes a function when messages wait; every mapping reports partial batch failures. */
export const eventSources: readonly QueueEventSource[] = [
  { queue: 'purchases', function: 'worker', batchSize: 10, maximumConcurrency: 64 },
  // Slowly: what comes here has failed often enough.
  { queue: 'purchases-dead', function: 'dead-letters', batchSize: 10, maximumConcurrency: 2 },
];
