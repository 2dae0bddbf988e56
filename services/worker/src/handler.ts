import {
  createClientConfig,
  createQueueHandler,
  type Environment,
  observe,
  type QueueFunction,
  readEnvironment,
  redeliveryDelay,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import * as z from 'zod/mini';
import { decideBatch } from './batch/decide-batch.ts';
import { createDecisionDependencies, decisionVariables } from './decide/dependencies.ts';

const variables = {
  ...decisionVariables,
  PURCHASES_QUEUE_URL: z.url(),
  /** Seconds until a message is redelivered after its first failure, doubled after each further one. */
  REDELIVERY_BASE_SECONDS: z._default(
    z.coerce.number().check(z.int()).check(z.gte(0), z.lte(900)),
    2,
  ),
};

/** Milliseconds reserved for the work after the last decision. */
const RESERVE_MS = 5_000;

/** Decides every purchase exactly once, even if its message is redelivered. */
export function createWorker(environment: Environment, seams: Seams = {}): QueueFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('worker', environment);
  const dependencies = {
    ...createDecisionDependencies(settings, observability, seams),
    queue: openQueue(settings.PURCHASES_QUEUE_URL, {
      client: createClientConfig(settings, 'SQS'),
      plugins: seams.sqsPlugins ?? [],
    }),
    redeliveryDelay: (receiveCount: number) =>
      redeliveryDelay(receiveCount, settings.REDELIVERY_BASE_SECONDS),
  };
  return createQueueHandler(observability, (records, context) =>
    decideBatch(records, {
      ...dependencies,
      timeLeft: () => context.getRemainingTimeInMillis() - RESERVE_MS,
    }),
  );
}
