import {
  createClientConfig,
  createQueueHandler,
  type Environment,
  observe,
  type QueueFunction,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import * as z from 'zod/mini';
import { createDecisionDependencies, decisionVariables } from '../decide/dependencies.ts';
import { decideDeadLetters, retryDelay } from './decide-dead-letters.ts';

const variables = {
  ...decisionVariables,
  DEAD_LETTERS_QUEUE_URL: z.url(),
  PARKED_PURCHASES_QUEUE_URL: z.url(),
  /** Seconds until a dead letter is redelivered after its first failure, doubled after each further one. */
  RETRY_BASE_SECONDS: z._default(z.coerce.number().check(z.int()).check(z.gte(0), z.lte(900)), 30),
  /** The number of receives before a message becomes a dead letter: maxReceiveCount of the purchases queue. */
  RECEIVES_BEFORE: z._default(z.coerce.number().check(z.int()).check(z.gte(0), z.lte(1_000)), 5),
};

/** Milliseconds reserved for a FAILED record or a parked message, and for the delays. */
const RESERVE_MS = 8_000;

/** Decides dead letters, records them as FAILED, parks them, or leaves them for a later retry. */
export function createDeadLetters(environment: Environment, seams: Seams = {}): QueueFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('dead-letters', environment);
  const sqs = { client: createClientConfig(settings, 'SQS'), plugins: seams.sqsPlugins ?? [] };
  const delay = {
    baseSeconds: settings.RETRY_BASE_SECONDS,
    receivesBefore: settings.RECEIVES_BEFORE,
  };
  const dependencies = {
    ...createDecisionDependencies(settings, observability, seams, { ofQueue: false }),
    queue: openQueue(settings.DEAD_LETTERS_QUEUE_URL, sqs),
    parked: openQueue(settings.PARKED_PURCHASES_QUEUE_URL, sqs),
    redeliveryDelay: (receiveCount: number) => retryDelay(receiveCount, delay),
  };
  return createQueueHandler(observability, (records, context) =>
    decideDeadLetters(records, {
      ...dependencies,
      timeLeft: () => context.getRemainingTimeInMillis() - RESERVE_MS,
    }),
  );
}
