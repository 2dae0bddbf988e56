import {
  awsClient,
  dispatch,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
  purchaseIdKeys,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import * as z from 'zod';
import { getPurchase } from './get-purchase.ts';

const variables = {
  PURCHASES_TABLE: z.string().min(1),
  PURCHASE_ID_KEYS_FILE: z.string().min(1),
};

/** What a buyer may do with purchases once they are queued: today, read them. */
export function createPurchases(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('purchases', environment);
  const store = openStore(
    { purchases: settings.PURCHASES_TABLE },
    { client: awsClient(settings, 'DYNAMODB'), plugins: seams.dynamodbPlugins ?? [] },
  );
  const keys = purchaseIdKeys(settings.PURCHASE_ID_KEYS_FILE);
  return dispatch({
    'GET /purchases/{purchaseId}': httpStack(observability, getPurchase(store, keys)),
  });
}
