import {
  createClientConfig,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openBus, openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { announceBatch } from './publish/announce-batch.ts';
import { createStreamFunction, type StreamFunction } from './stream-function.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  REMINDERS_TABLE: NonEmptyText,
  DUE_PAYMENTS_TABLE: NonEmptyText,
  EVENT_BUS_NAME: NonEmptyText,
  PARKED_EVENTS_QUEUE_URL: z.url(),
  PAYMENTS_QUEUE_URL: z.url(),
};

/**
 * Announces changes: reads the streams of the tables and publishes events at least once, with stable ids.
 * It also writes reminders, and has payments looked at.
 */
export function createStream(environment: Environment, seams: Seams = {}): StreamFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('stream', environment);
  const { log, measure } = observability;
  const { clock = () => new Date(), random = Math.random } = seams;
  const queues = {
    client: createClientConfig(settings, 'SQS'),
    plugins: seams.sqsPlugins ?? [],
  };
  const dependencies = {
    store: openStore(
      {
        shows: settings.SHOWS_TABLE,
        purchases: settings.PURCHASES_TABLE,
        reminders: settings.REMINDERS_TABLE,
        'due-payments': settings.DUE_PAYMENTS_TABLE,
      },
      createStoreConnection(settings, observability, seams),
    ),
    bus: openBus(settings.EVENT_BUS_NAME, {
      client: createClientConfig(settings, 'EVENTBRIDGE'),
      plugins: seams.eventBridgePlugins ?? [],
    }),
    parkedEvents: openQueue(settings.PARKED_EVENTS_QUEUE_URL, queues),
    payments: openQueue(settings.PAYMENTS_QUEUE_URL, queues),
    clock,
    pace: { random },
    log,
    measure,
  };
  return createStreamFunction(observability, (records) => announceBatch(records, dependencies));
}
