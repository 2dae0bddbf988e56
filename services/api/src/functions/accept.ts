import { acceptRoutes } from '@willcall/contracts';
import {
  createClientConfig,
  createPurchaseIdKeysReader,
  createStoreConnection,
  type Environment,
  type HttpFunction,
  NonEmptyText,
  observe,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { accept, idempotencyKey } from '../accept/accept.ts';
import { describeCardFaults } from '../accept/card-faults.ts';
import { createQueuedPurchases, findEarlierAttempt } from '../accept/earlier-attempt.ts';
import { cacheShows, findSoldOut } from '../accept/early-refusal.ts';
import { readTimeoutVariables } from '../caches/cached-reads.ts';
import { cacheLags, createQueueWait } from '../waiting/queue-wait.ts';

/** The environment variables of `accept`: its queue, the tables that it reads, and its keys. */
const variables = {
  PURCHASES_QUEUE_URL: z.url(),
  SHOWS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
  ...purchaseIdKeysVariables,
  ...readTimeoutVariables,
};

/** `POST /purchases`: writes only to the queue. */
export function createAccept(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('accept', environment);
  const { log, measure } = observability;
  const { sqsPlugins = [], clock = () => new Date() } = seams;
  const queue = openQueue(settings.PURCHASES_QUEUE_URL, {
    client: createClientConfig(settings, 'SQS'),
    plugins: sqsPlugins,
  });
  const tables = {
    shows: settings.SHOWS_TABLE,
    purchases: settings.PURCHASES_TABLE,
    pulse: settings.PULSE_TABLE,
  };
  const store = openStore(tables, createStoreConnection(settings, observability, seams));
  const { READ_PATIENCE_MS: timeoutMs } = settings;
  const lags = cacheLags(store, log, timeoutMs);
  const queued = createQueuedPurchases();
  const requestPurchase = accept({
    queue,
    shows: cacheShows(store, log, timeoutMs),
    soldOut: findSoldOut(lags),
    earlier: findEarlierAttempt({ store, queued, log, timeoutMs }),
    queued,
    wait: createQueueWait({ lags, clock, random: seams.random ?? Math.random }),
    keys: createPurchaseIdKeysReader(settings),
    clock,
    log,
    measure,
  });
  return serveRoutes({
    routes: acceptRoutes,
    environment,
    observability,
    handlers: { requestPurchase },
    otherFaults: { requestPurchase: (body) => describeCardFaults(body, clock()) },
    outerMiddleware: [idempotencyKey()],
  });
}
