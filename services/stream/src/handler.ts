import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { withinTime } from '@willcall/domain';
import {
  createClientConfig,
  createStoreConnection,
  type Environment,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openBus, openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { announceBatch } from './publish/announce-batch.ts';

const variables = {
  SHOWS_TABLE: z.string().check(z.minLength(1)),
  PURCHASES_TABLE: z.string().check(z.minLength(1)),
  REMINDERS_TABLE: z.string().check(z.minLength(1)),
  EVENT_BUS_NAME: z.string().check(z.minLength(1)),
  PARKED_EVENTS_QUEUE_URL: z.url(),
};

/** A Lambda function behind a DynamoDB stream that reports partial batch failures. */
export type StreamFunction = (
  event: DynamoDBStreamEvent,
  context: Context,
) => Promise<DynamoDBBatchResponse>;

/**
 * Announces changes: reads the streams of the tables and publishes events at least once, with stable ids.
 * It also writes reminders.
 */
export function createStream(environment: Environment, seams: Seams = {}): StreamFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('stream', environment);
  const { logger, metrics, log, measure } = observability;
  const { clock = () => new Date(), random = Math.random } = seams;
  const dependencies = {
    store: openStore(
      {
        shows: settings.SHOWS_TABLE,
        purchases: settings.PURCHASES_TABLE,
        reminders: settings.REMINDERS_TABLE,
      },
      createStoreConnection(settings, observability, seams),
    ),
    bus: openBus(settings.EVENT_BUS_NAME, {
      client: createClientConfig(settings, 'EVENTBRIDGE'),
      plugins: seams.eventBridgePlugins ?? [],
    }),
    parkedEvents: openQueue(settings.PARKED_EVENTS_QUEUE_URL, {
      client: createClientConfig(settings, 'SQS'),
      plugins: seams.sqsPlugins ?? [],
    }),
    clock,
    pace: { random },
    log,
    measure,
  };
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((event: DynamoDBStreamEvent, context: Context) =>
      withinTime(
        () => context.getRemainingTimeInMillis(),
        () => announceBatch(event.Records, dependencies),
      ),
    );
}
