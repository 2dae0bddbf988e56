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
import * as z from 'zod';
import { createDecisionDependencies, decisionVariables } from '../decide/dependencies.ts';
import { decideDeadLetters, retryDelay } from './decide-dead-letters.ts';

const variables = {
  ...decisionVariables,
  DEAD_LETTERS_QUEUE_URL: z.url(),
  PARKED_PURCHASES_QUEUE_URL: z.url(),
  /** Seconds until a dead letter is redelivered after its first failure, doubled after each further one. */
  RETRY_BASE_SECONDS: z.coerce.number().int().min(0).max(900).default(30),
  /** The number of receives before a message becomes a dead letter: maxReceiveCount of the purchases queue. */
  RECEIVES_BEFORE: z.coerce.number().int().min(0).max(1_000).default(5),
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
