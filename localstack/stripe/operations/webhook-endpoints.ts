import type Stripe from 'stripe';
import * as z from 'zod';
import { API_VERSION, type Call, nowSeconds } from '../account.ts';
import { Description, Expand, ListParameters, list, Metadata } from '../http/parameters.ts';
import { refuse, refuseMissing } from '../http/stripe-failure.ts';
import { createId } from '../ids.ts';
import { EVENT_TYPES, MOST_ENDPOINTS } from '../webhooks/announce.ts';
import { listObjects } from './list.ts';
import { createOperation } from './operation.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What the local Stripe knows of payments stays on this machine. */
const EndpointUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => LOOPBACK.has(new URL(url).hostname), 'The local Stripe calls 127.0.0.1 only');

const CreateParameters = z.strictObject({
  url: EndpointUrl,
  enabled_events: list(z.enum(['*', ...EVENT_TYPES])),
  api_version: z.literal(API_VERSION).optional(),
  description: Description.optional(),
  metadata: Metadata.default({}),
  expand: Expand,
});

/** Source: https://docs.stripe.com/api/webhook_endpoints/create */
export const createEndpoint = createOperation({
  name: 'webhookEndpoints.create',
  parameters: CreateParameters,
  run: (call, { url, enabled_events, api_version, description, metadata }) =>
    addEndpoint(call, { url, enabled_events, api_version, description, metadata }),
});

/** Returns the endpoint with its secret, which no other answer contains. */
export const addEndpoint = (
  { account }: Call,
  parameters: Omit<z.infer<typeof CreateParameters>, 'expand'>,
): Stripe.WebhookEndpoint & { readonly secret: string } => {
  const { store } = account;
  if (store.objects.list('webhook_endpoint', { limit: MOST_ENDPOINTS }).length === MOST_ENDPOINTS) {
    throw refuse(`You have reached the maximum of ${MOST_ENDPOINTS} test webhook endpoints.`);
  }
  const endpoint: Stripe.WebhookEndpoint = {
    id: createId('we'),
    object: 'webhook_endpoint',
    api_version: parameters.api_version ?? null,
    application: null,
    created: nowSeconds(account),
    description: parameters.description ?? null,
    enabled_events: parameters.enabled_events,
    livemode: false,
    metadata: parameters.metadata,
    status: 'enabled',
    url: parameters.url,
  };
  store.objects.insert(endpoint);
  return { ...endpoint, secret: addSecret({ account, request: null }, endpoint.id, 0) };
};

const SECRET_LENGTH = 32;

/** Adds the secret that signs from now on. The earlier ones sign, too, for as long as is given. */
export const addSecret = ({ account }: Call, endpoint: string, keepOthersMs: number): string => {
  const secret = createId('whsec', SECRET_LENGTH);
  account.store.secrets.add(endpoint, secret, account.now() + keepOthersMs);
  return secret;
};

const findEndpoint = ({ account }: Call, id: string): Stripe.WebhookEndpoint => {
  const endpoint = account.store.objects.find('webhook_endpoint', id);
  if (endpoint === undefined) throw refuseMissing('webhook endpoint', id);
  return endpoint;
};

/** Source: https://docs.stripe.com/api/webhook_endpoints/retrieve */
export const retrieveEndpoint = createOperation({
  name: 'webhookEndpoints.retrieve',
  parameters: z.strictObject({ expand: Expand }),
  run: (call, _, id) => findEndpoint(call, id),
});

/** Source: https://docs.stripe.com/api/webhook_endpoints/delete */
export const deleteEndpoint = createOperation({
  name: 'webhookEndpoints.del',
  parameters: z.strictObject({ expand: Expand }),
  run: (call, _, id) => {
    const { store } = call.account;
    findEndpoint(call, id);
    store.objects.remove(id);
    store.secrets.removeAll(id);
    store.agenda.removeDeliveriesTo(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  },
});

/** Source: https://docs.stripe.com/api/webhook_endpoints/list */
export const listEndpoints = createOperation({
  name: 'webhookEndpoints.list',
  parameters: z.strictObject(ListParameters),
  run: ({ account }, page) =>
    listObjects(account, 'webhook_endpoint', page, { url: '/v1/webhook_endpoints' }),
});
