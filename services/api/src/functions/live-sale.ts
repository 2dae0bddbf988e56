import { liveSaleRoutes } from '@willcall/contracts';
import {
  createClientConfig,
  createMetricReader,
  createStoreConnection,
  type Environment,
  type HttpFunction,
  NonEmptyText,
  observe,
  readEnvironment,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { getAudit, startAudit } from '../audits/audits.ts';
import { readTimeoutVariables } from '../caches/cached-reads.ts';
import { watchQueues } from '../live/live-queue.ts';
import { getLiveSale } from '../live/live-sale.ts';
import { newId } from '../shows/create-show.ts';
import { cacheLags } from '../waiting/queue-wait.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
  AUDITS_QUEUE_URL: z.url(),
  PURCHASES_QUEUE_URL: z.url(),
  DEAD_LETTERS_QUEUE_URL: z.url(),
  PARKED_PURCHASES_QUEUE_URL: z.url(),
  PARKED_EVENTS_QUEUE_URL: z.url(),
  ...readTimeoutVariables,
};

/**
 * What an operator watches during a sale, and its audits. It is a function of its own, whose role may count the
 * queues, and changes nothing but the requests of audits.
 */
export function createLiveSale(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('live-sale', environment);
  const { sqsPlugins = [], clock = () => new Date() } = seams;
  const tables = {
    shows: settings.SHOWS_TABLE,
    stock: settings.STOCK_TABLE,
    pulse: settings.PULSE_TABLE,
  };
  const store = openStore(tables, createStoreConnection(settings, observability, seams));
  const connection = { client: createClientConfig(settings, 'SQS'), plugins: sqsPlugins };
  const { log } = observability;
  return serveRoutes({
    routes: liveSaleRoutes,
    environment,
    observability,
    handlers: {
      startAudit: startAudit({
        store,
        queue: openQueue(settings.AUDITS_QUEUE_URL, connection),
        clock,
        newAuditId: () => newId(),
      }),
      getAudit: getAudit(store, clock),
      getLiveSale: getLiveSale({
        store,
        clock,
        watchQueues: watchQueues({
          queues: {
            purchases: openQueue(settings.PURCHASES_QUEUE_URL, connection),
            deadLetters: openQueue(settings.DEAD_LETTERS_QUEUE_URL, connection),
            parkedPurchases: openQueue(settings.PARKED_PURCHASES_QUEUE_URL, connection),
            parkedEvents: openQueue(settings.PARKED_EVENTS_QUEUE_URL, connection),
          },
          readAge:
            settings.WILLCALL_BACKEND === 'aws'
              ? readOldestAge(settings.PURCHASES_QUEUE_URL, settings)
              : undefined,
          lags: cacheLags(store, log, settings.READ_PATIENCE_MS),
          clock,
          log,
        }),
      }),
    },
  });
}

/** The age of the oldest message of a queue, which CloudWatch measures. The local queues have no CloudWatch. */
const readOldestAge = (
  queueUrl: string,
  environment: Parameters<typeof createMetricReader>[1],
): ReturnType<typeof createMetricReader> =>
  createMetricReader(
    {
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queueUrl.slice(queueUrl.lastIndexOf('/') + 1) },
    },
    environment,
  );
