import {
  awsClient,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
  purchaseIdKeys,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { accept } from './accept.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { showCopies } from './show-copies.ts';

/** What `accept` reads of its environment: the queue it may send to, the shows it may read, its keys. */
const variables = {
  PURCHASES_QUEUE_URL: z.url(),
  SHOWS_TABLE: z.string().min(1),
  PURCHASE_ID_KEYS_FILE: z.string().min(1),
};

/** `POST /purchases`: writes to the queue and nowhere else. */
export function createAccept(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('accept', environment);
  const { sqsPlugins = [], dynamodbPlugins = [] } = seams;
  const queue = openQueue(settings.PURCHASES_QUEUE_URL, {
    client: awsClient(settings, 'SQS'),
    plugins: sqsPlugins,
  });
  const store = openStore(
    { shows: settings.SHOWS_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: dynamodbPlugins },
  );
  const route = accept({
    queue,
    shows: showCopies(store, observability.log),
    keys: purchaseIdKeys(settings.PURCHASE_ID_KEYS_FILE),
    clock: seams.clock ?? (() => new Date()),
    log: observability.log,
    measure: observability.measure,
  });
  return httpStack(observability, route, { takesBody: true, around: [idempotencyKey()] });
}
