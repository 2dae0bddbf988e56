import { deadLettersRoutes } from '@willcall/contracts';
import { timeLeft } from '@willcall/domain';
import {
  createClientConfig,
  createStoreConnection,
  type Environment,
  type Handlers,
  type HttpFunction,
  NonEmptyText,
  observe,
  readEnvironment,
  type Seams,
  sayQueuesUnavailable,
  serveRoutes,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { type DeadLetterQueues, listDeadLetters } from './list-dead-letters.ts';
import { redrive } from './redrive.ts';

const variables = {
  PURCHASES_TABLE: NonEmptyText,
  PURCHASES_QUEUE_URL: z.url(),
  DEAD_LETTERS_QUEUE_URL: z.url(),
  PARKED_PURCHASES_QUEUE_URL: z.url(),
};

/** The dead letters and the parked messages, for an operator. It reads what `createDeadLetters` could not decide. */
export function createDeadLettersApi(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('dead-letters-api', environment);
  const sqs = { client: createClientConfig(settings, 'SQS'), plugins: seams.sqsPlugins ?? [] };
  const queues: DeadLetterQueues = {
    store: openStore(
      { purchases: settings.PURCHASES_TABLE },
      createStoreConnection(settings, observability, seams),
    ),
    purchases: openQueue(settings.PURCHASES_QUEUE_URL, sqs),
    dead: openQueue(settings.DEAD_LETTERS_QUEUE_URL, sqs),
    parked: openQueue(settings.PARKED_PURCHASES_QUEUE_URL, sqs),
  };
  const { clock = () => new Date() } = seams;
  return serveRoutes({
    routes: deadLettersRoutes,
    environment,
    observability,
    handlers: createHandlers(queues, clock),
  });
}

/** Milliseconds. A redrive keeps them to finish a message, to release the others and to answer. */
const RESERVE_MS = 5_000;

const createHandlers = (
  queues: DeadLetterQueues,
  clock: () => Date,
): Handlers<'listDeadLetters' | 'redriveDeadLetters'> => ({
  /** `GET /dead-letters`: what can be received now, each with its verdict, for 0.5 read units each. */
  listDeadLetters: () => listDeadLetters(queues, clock).catch(sayQueuesUnavailable),
  /**
   * `POST /dead-letters/redrive`: sends the parked messages back until the time is used up. What was sent
   * stays sent if it fails.
   */
  redriveDeadLetters: async () => {
    const interrupt = AbortSignal.timeout(Math.max(0, timeLeft() - RESERVE_MS));
    const options = { clock, interrupt, onSent: () => undefined };
    const { sent, newer, interrupted } = await redrive(
      { from: queues.parked, to: queues.purchases },
      options,
    ).catch(sayQueuesUnavailable);
    return { sent, newer, isComplete: !interrupted };
  },
});
