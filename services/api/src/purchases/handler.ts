import { setTimeout as wait } from 'node:timers/promises';
import {
  awsClient,
  closedOrigin,
  dispatch,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
  purchaseIdKeys,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { getLedger } from '../users/get-ledger.ts';
import { getPurchases } from '../users/get-purchases.ts';
import { lagCopies } from '../waiting/lag-copies.ts';
import { queueWait } from '../waiting/queue-wait.ts';
import { patienceVariables } from '../waiting/with-patience.ts';
import { deletePurchase } from './delete-purchase.ts';
import type { PurchaseDependencies } from './dependencies.ts';
import { getPurchase } from './get-purchase.ts';
import { patchPurchase } from './patch-purchase.ts';
import { postCancel } from './post-cancel.ts';

const variables = {
  SHOWS_TABLE: z.string().min(1),
  STOCK_TABLE: z.string().min(1),
  SEATS_TABLE: z.string().min(1),
  PURCHASES_TABLE: z.string().min(1),
  PULSE_TABLE: z.string().min(1),
  ...purchaseIdKeysVariables,
  ...patienceVariables,
};

/** What a buyer may do with purchases once they are queued, and the lists of them. */
export function createPurchases(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('purchases', environment);
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
      pulse: settings.PULSE_TABLE,
    },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  const keys = purchaseIdKeys(settings);
  const { clock = () => new Date(), random = Math.random } = seams;
  const dependencies: PurchaseDependencies = {
    store,
    keys,
    clock,
    random,
    wait: (milliseconds) => wait(milliseconds),
    log: observability.log,
    measure: observability.measure,
  };
  const lags = lagCopies(store, observability.log, settings.READ_PATIENCE_MS);
  const inQueue = queueWait({ lags, clock, random });
  const patch = patchPurchase(dependencies);
  const routes = dispatch({
    'GET /purchases/{purchaseId}': httpStack(observability, getPurchase(dependencies, inQueue)),
    'POST /purchases/{purchaseId}/cancel': httpStack(observability, postCancel(dependencies)),
    'PATCH /purchases/{purchaseId}': httpStack(observability, patch, { takesBody: true }),
    'DELETE /purchases/{purchaseId}': httpStack(observability, deletePurchase(dependencies)),
    'GET /users/{userId}/purchases': httpStack(observability, getPurchases(store, keys)),
    'GET /users/{userId}/shows/{showId}': httpStack(observability, getLedger(store)),
  });
  return closedOrigin(environment, routes);
}
