import {
  awsClient,
  closedOrigin,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
  purchaseIdKeys,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { lagCopies } from '../waiting/lag-copies.ts';
import { queueWait } from '../waiting/queue-wait.ts';
import { patienceVariables } from '../waiting/with-patience.ts';
import { accept } from './accept.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { queuedHere } from './queued-here.ts';
import { showCopies } from './show-copies.ts';
import { underLatch } from './under-latch.ts';

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
    client: awsClient(settings, 'SQS'),
    plugins: sqsPlugins,
  });
  const tables = {
    shows: settings.SHOWS_TABLE,
    purchases: settings.PURCHASES_TABLE,
    pulse: settings.PULSE_TABLE,
  };
  const store = openStore(tables, {
    client: awsClient(settings, 'DYNAMODB'),
    plugins: dynamodbPlugins,
  });
  const { READ_PATIENCE_MS: patienceMs } = settings;
  const lags = lagCopies(store, log, patienceMs);
  const queued = queuedHere();
  const route = accept({
    queue,
    shows: showCopies(store, log, patienceMs),
    latch: underLatch({ store, lags, queued, log, patienceMs }),
    queued,
    wait: queueWait({ lags, clock, random: seams.random ?? Math.random }),
    keys: purchaseIdKeys(settings),
    clock,
    log,
    measure,
  });
  return closedOrigin(
    environment,
    httpStack(observability, route, { takesBody: true, around: [idempotencyKey()] }),
  );
}
