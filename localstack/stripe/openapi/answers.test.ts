import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type Stripe from 'stripe';
import { expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject, jsonObject } from '../../aws/json.ts';
import {
  createIntent,
  failureOf,
  pay,
  startReceiver,
  startTestStripe,
} from '../local-stripe.fixture.ts';
import { EVENT_TYPES } from '../webhooks/announce.ts';

const STEP_MS = 3_000;

/**
 * Fields that the SDK's types have and the document has not: the document is two months older, and it
 * leaves out what is deprecated.
 */
const NOT_IN_DOCUMENT = new Set([
  'electronic_commerce_indicator',
  'intended_submission_method',
  'payment_record',
  'source',
  'submission_method',
]);

/** Makes each schema refuse properties that it does not have. */
const forbidOthers = (schema: Json): Json => {
  if (!isJsonObject(schema)) return Array.isArray(schema) ? schema.map(forbidOthers) : schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, forbidOthers(value)]),
  );
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
};

const document = jsonObject(readFileSync(join(import.meta.dirname, 'schemas.json'), 'utf8')) ?? {};

const ajv = new Ajv({ allErrors: true });
ajv.addSchema(forbidOthers(document) as JsonObject, 'stripe');

/** Returns how an object differs from its schema in Stripe's document. */
const findDifferences = (name: string, object: unknown): string[] => {
  const validate = ajv.getSchema(`stripe#/$defs/${name}`);
  if (validate === undefined) return [`no schema ${name}`];
  const text = JSON.stringify(object, (field, value: unknown) =>
    NOT_IN_DOCUMENT.has(field) ? undefined : value,
  );
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
};

type Answer = { readonly what: string; readonly schema: string; readonly object: object };

/** Gets one answer of each kind. */
const collectAnswers = async (): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  const add = (what: string, schema: string, object: object) =>
    answers.push({ what, schema, object });
  const addFailure = async (what: string, call: Promise<unknown>) =>
    add(what, 'error', { error: withoutClientFields((await failureOf(call)).raw as object) });
  const { stripe, pass } = await startTestStripe();
  const receiver = await startReceiver();
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['*'],
    metadata: { stage: 'test' },
  });
  add('a new webhook endpoint', 'webhook_endpoint', endpoint);
  const created = await createIntent(stripe, { metadata: { purchaseId: 'p-1' } });
  add('a new intent', 'payment_intent', created);
  const expand = ['latest_charge', 'payment_method'];
  const confirm = (id: string, payment_method: string) =>
    stripe.paymentIntents.confirm(id, { payment_method, expand });
  await addFailure('a decline', confirm(created.id, 'pm_card_visa_chargeDeclined'));
  add('a declined intent', 'payment_intent', await stripe.paymentIntents.retrieve(created.id));
  add('a canceled intent', 'payment_intent', await stripe.paymentIntents.cancel(created.id));
  await addFailure('a canceled intent', stripe.paymentIntents.cancel(created.id));
  await addFailure('an unknown object', stripe.refunds.retrieve('re_1'));
  for (const method of ['pm_card_authenticationRequired', 'pm_card_processing', 'pm_card_amex']) {
    const { id } = await createIntent(stripe);
    add(`an intent with ${method}`, 'payment_intent', await confirm(id, method));
  }
  await pay(stripe, 'pm_card_createDispute');
  for (const method of ['pm_card_pendingRefund', 'pm_card_refundFail']) {
    const { id: payment_intent } = await pay(stripe, method);
    const refund = await stripe.refunds.create({ payment_intent, amount: 500 });
    add(`a refund with ${method}`, 'refund', refund);
  }
  await pass(STEP_MS);
  const [refunds, disputes, charges] = await Promise.all([
    stripe.refunds.list(),
    stripe.disputes.list(),
    stripe.charges.list(),
  ]);
  for (const object of [...refunds.data, ...disputes.data, ...charges.data]) {
    add(`a later ${object.object}, ${object.status}`, object.object, object);
  }
  for (const { type, body } of receiver.received) {
    const event: Stripe.Event = JSON.parse(body);
    add(`the event ${type}`, 'event', event);
    add(`the object of ${type}`, event.data.object.object, event.data.object);
  }
  const deleted = await stripe.webhookEndpoints.del(endpoint.id);
  add('a deleted endpoint', 'deleted_webhook_endpoint', deleted);
  return answers;
};

it('each answer and each event is valid by the OpenAPI document of Stripe', async () => {
  const answers = await collectAnswers();
  const differing = answers
    .map(({ what, schema, object }) => ({ what, differences: findDifferences(schema, object) }))
    .filter(({ differences }) => differences.length > 0);
  expect(differing).toEqual([]);
  const announced = answers.flatMap(({ what }) => /^the event (.*)/.exec(what)?.[1] ?? []);
  expect(new Set(announced)).toEqual(new Set(EVENT_TYPES));
});

it.each([
  ['a field that Stripe does not have', { colour: 'red' }],
  ['a status that Stripe does not have', { status: 'held' }],
  ['a missing id', { id: undefined }],
])('%s would be found', async (_, change) => {
  const { stripe } = await startTestStripe();
  const intent = await createIntent(stripe);
  expect(findDifferences('payment_intent', intent)).toEqual([]);
  expect(findDifferences('payment_intent', { ...intent, ...change })).toHaveLength(1);
});

/** What the SDK adds to an error. */
const withoutClientFields = (raw: object): object => {
  const { headers, statusCode, requestId, ...error } = raw as Record<string, unknown>;
  return error;
};
