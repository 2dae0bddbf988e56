import Stripe from 'stripe';
import { describe, expect, it, test } from 'vitest';
import {
  createIntent,
  failureOf,
  pay,
  startReceiver,
  startTestStripe,
} from './local-stripe.fixture.ts';

/** The tolerance that the SDK has for the age of a signature. */
const TOLERANCE_SECONDS = 300;

const START_MS = Date.UTC(2026, 0, 1);

test('a payment and its refund are announced, and events can be read', async () => {
  const { stripe, local } = await startTestStripe();
  const receiver = await startReceiver();
  local.createWebhookEndpoint(receiver.url);
  const { id: payment_intent } = await pay(stripe);
  await stripe.refunds.create({ payment_intent, amount: 500 });
  await local.settle();
  expect(receiver.types().toSorted()).toEqual([
    'charge.refunded',
    'charge.succeeded',
    'payment_intent.created',
    'payment_intent.succeeded',
    'refund.created',
  ]);
  const { data } = await stripe.events.list({ type: 'charge.refunded' });
  expect(data).toMatchObject([
    {
      object: 'event',
      pending_webhooks: 0,
      data: { object: { amount_refunded: 500 }, previous_attributes: { amount_refunded: 0 } },
      request: { id: expect.stringMatching(/^req_/) },
    },
  ]);
  expect(await stripe.events.retrieve(data[0]?.id ?? '')).toEqual(data[0]);
});

test('an endpoint gets the events that it asked for, until it is deleted', async () => {
  const { stripe, local } = await startTestStripe();
  const receiver = await startReceiver();
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['payment_intent.succeeded'],
  });
  expect(endpoint.secret).toMatch(/^whsec_/);
  expect((await stripe.webhookEndpoints.list()).data).toMatchObject([{ id: endpoint.id }]);
  expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty('secret');
  await pay(stripe);
  await local.settle();
  await stripe.webhookEndpoints.del(endpoint.id);
  await pay(stripe);
  await local.settle();
  expect(receiver.types()).toEqual(['payment_intent.succeeded']);
});

test('an endpoint on another machine is refused', async () => {
  const { stripe } = await startTestStripe();
  const creation = stripe.webhookEndpoints.create({
    url: 'https://example.com/webhook',
    enabled_events: ['*'],
  });
  expect(await failureOf(creation)).toMatchObject({ statusCode: 400, param: 'url' });
});

describe('a signature', () => {
  const sign = async () => {
    const started = await startTestStripe();
    const receiver = await startReceiver();
    const { id, secret } = started.local.createWebhookEndpoint(receiver.url);
    const next = async () => {
      await createIntent(started.stripe);
      await started.local.settle();
      const last = receiver.received.at(-1);
      if (last === undefined) throw new Error('No webhook');
      return last;
    };
    const verify = async (withSecret: string, ageSeconds = 0) => {
      const { body, signature } = await next();
      const at = started.clock.now() + ageSeconds * 1_000;
      const { webhooks } = started.stripe;
      return webhooks.constructEvent(body, signature, withSecret, undefined, undefined, at).type;
    };
    return { ...started, id, secret, verify };
  };

  it('is accepted by the SDK, and refused with another secret or when it is old', async () => {
    const { secret, verify } = await sign();
    expect(await verify(secret)).toBe('payment_intent.created');
    await expect(verify('whsec_other')).rejects.toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
    await expect(verify(secret, TOLERANCE_SECONDS + 1)).rejects.toThrow('Timestamp outside');
  });

  it('is made with both secrets while one is replaced', async () => {
    const { local, id, secret, verify, pass } = await sign();
    const replacement = local.rollWebhookSecret(id, 60_000);
    expect(await verify(secret)).toBe('payment_intent.created');
    expect(await verify(replacement)).toBe('payment_intent.created');
    await pass(60_000);
    await expect(verify(secret)).rejects.toThrow();
    expect(await verify(replacement)).toBe('payment_intent.created');
  });
});

test('a webhook is repeated with a growing delay until its receiver answers 2xx', async () => {
  const { stripe, local, pass, clock } = await startTestStripe();
  const receiver = await startReceiver((count) => (count <= 3 ? 500 : 200));
  local.createWebhookEndpoint(receiver.url);
  await createIntent(stripe);
  await local.settle();
  const attempts: number[] = [];
  while (receiver.received.length < 4) {
    const before = receiver.received.length;
    await pass(1_000);
    if (receiver.received.length > before) attempts.push((clock.now() - START_MS) / 1_000);
  }
  expect(attempts).toEqual([1, 3, 7]);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  await pass(24 * 60 * 60 * 1_000);
  expect(receiver.received).toHaveLength(4);
});

test('a receiver that is not there gets its webhook once it is', async () => {
  const { stripe, local, pass } = await startTestStripe();
  const gone = await startReceiver();
  local.createWebhookEndpoint(gone.url.replace(/:\d+/, ':1'));
  await createIntent(stripe);
  await pass(1_000);
  const { data } = await stripe.events.list();
  expect(data).toMatchObject([{ pending_webhooks: 1 }]);
});

describe('a plan for webhooks', () => {
  it('sends some twice, and some never', async () => {
    const { stripe, local } = await startTestStripe();
    const receiver = await startReceiver();
    local.createWebhookEndpoint(receiver.url);
    local.faults.planWebhooks(({ type }) =>
      type === 'payment_intent.succeeded' ? 'twice' : 'never',
    );
    await pay(stripe);
    await local.settle();
    expect(receiver.types()).toEqual(['payment_intent.succeeded', 'payment_intent.succeeded']);
  });

  it('holds some back, and sends them in reverse', async () => {
    const { stripe, local } = await startTestStripe();
    const receiver = await startReceiver();
    local.createWebhookEndpoint(receiver.url);
    local.faults.planWebhooks(() => 'held');
    await pay(stripe);
    await local.settle();
    expect(receiver.types()).toEqual([]);
    await local.releaseWebhooks('reversed');
    expect(receiver.types()).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
    await local.releaseWebhooks();
    expect(receiver.received).toHaveLength(3);
  });

  it('still holds them back after a restart', async () => {
    const before = await startTestStripe();
    const receiver = await startReceiver();
    before.local.createWebhookEndpoint(receiver.url);
    before.local.faults.planWebhooks(() => 'held');
    await createIntent(before.stripe);
    await before.local.close();
    const { local } = await startTestStripe({ folder: before.folder });
    await local.settle();
    expect(receiver.types()).toEqual([]);
    await local.releaseWebhooks();
    expect(receiver.types()).toEqual(['payment_intent.created']);
  });
});
