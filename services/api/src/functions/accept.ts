import {
  createClientConfig,
  createPurchaseIdKeysReader,
  type Environment,
  type HttpFunction,
  observe,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { accept } from '../accept/accept.ts';
import { cacheShows } from '../accept/cached-show.ts';
import { idempotencyKey } from '../accept/idempotency-key.ts';
import { judgeLatch, rememberQueued } from '../accept/sold-out-latch.ts';
import { patienceVariables } from '../waiting/cached-reads.ts';
import { cacheLags, queueWait } from '../waiting/queue-wait.ts';

/** What `accept` reads of its environment: the queue it may send to, the tables it may read, its keys. */
const variables = {
  PURCHASES_QUEUE_URL: z.url(),
  SHOWS_TABLE: z.string().min(1),
  PURCHASES_TABLE: z.string().min(1),
  PULSE_TABLE: z.string().min(1),
  ...purchaseIdKeysVariables,
  ...patienceVariables,
};

/** `POST /purchases`: writes to the queue and nowhere else. */
export function createAccept(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('accept', environment);
  const { log, measure } = observability;
  const { sqsPlugins = [], dynamodbPlugins = [], clock = () => new Date() } = seams;
  const queue = openQueue(settings.PURCHASES_QUEUE_URL, {
    client: createClientConfig(settings, 'SQS'),
    plugins: sqsPlugins,
  });
  const tables = {
    shows: settings.SHOWS_TABLE,
    purchases: settings.PURCHASES_TABLE,
    pulse: settings.PULSE_TABLE,
  };
  const store = openStore(tables, {
    client: createClientConfig(settings, 'DYNAMODB'),
    plugins: dynamodbPlugins,
  });
  const { READ_PATIENCE_MS: patienceMs } = settings;
  const lags = cacheLags(store, log, patienceMs);
  const queued = rememberQueued();
  const requestPurchase = accept({
    queue,
    shows: cacheShows(store, log, patienceMs),
    latch: judgeLatch({ store, lags, queued, log, patienceMs }),
    queued,
    wait: queueWait({ lags, clock, random: seams.random ?? Math.random }),
    keys: createPurchaseIdKeysReader(settings),
    clock,
    log,
    measure,
  });
  return serveRoutes('accept', {
    environment,
    observability,
    handlers: { requestPurchase },
    around: [idempotencyKey()],
  });
}
