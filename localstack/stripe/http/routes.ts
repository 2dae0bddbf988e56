import {
  listCharges,
  listDisputes,
  retrieveCharge,
  retrieveDispute,
} from '../operations/charges.ts';
import { listEvents, retrieveEvent } from '../operations/events.ts';
import type { Operation } from '../operations/operation.ts';
import {
  cancelIntent,
  confirmIntent,
  createIntent,
  listIntents,
  retrieveIntent,
} from '../operations/payment-intents.ts';
import { listRefunds, makeRefund, retrieveRefund } from '../operations/refunds.ts';
import {
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  retrieveEndpoint,
} from '../operations/webhook-endpoints.ts';

/** Operations by method and path. `:id` stands for the id of an object. */
const ROUTES: Readonly<Record<string, Operation>> = {
  'POST /v1/payment_intents': createIntent,
  'GET /v1/payment_intents': listIntents,
  'GET /v1/payment_intents/:id': retrieveIntent,
  'POST /v1/payment_intents/:id/confirm': confirmIntent,
  'POST /v1/payment_intents/:id/cancel': cancelIntent,
  'GET /v1/charges': listCharges,
  'GET /v1/charges/:id': retrieveCharge,
  'POST /v1/refunds': makeRefund,
  'GET /v1/refunds': listRefunds,
  'GET /v1/refunds/:id': retrieveRefund,
  'GET /v1/disputes': listDisputes,
  'GET /v1/disputes/:id': retrieveDispute,
  'GET /v1/events': listEvents,
  'GET /v1/events/:id': retrieveEvent,
  'POST /v1/webhook_endpoints': createEndpoint,
  'GET /v1/webhook_endpoints': listEndpoints,
  'GET /v1/webhook_endpoints/:id': retrieveEndpoint,
  'DELETE /v1/webhook_endpoints/:id': deleteEndpoint,
};

const routes: ReadonlyMap<string, Operation> = new Map(Object.entries(ROUTES));

/** Finds the operation of a request, and the id in its path, or an empty one. */
export const findRoute = (
  method: string,
  path: string,
): { readonly operation: Operation; readonly id: string } | undefined => {
  const [, v1, collection, id, ...rest] = path.split('/');
  const places = id === undefined ? [] : [':id'];
  const operation = routes.get(`${method} ${['', v1, collection, ...places, ...rest].join('/')}`);
  return operation === undefined ? undefined : { operation, id: id ?? '' };
};
