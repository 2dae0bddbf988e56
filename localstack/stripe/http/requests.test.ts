import { describe, expect, it, test } from 'vitest';
import { type CallFailure, nthCall } from '../faults.ts';
import { createClient, createIntent, failureOf, startTestStripe } from '../local-stripe.fixture.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

const params = { amount: 2_000, currency: 'usd' };

describe('an API key', () => {
  it.each(['sk_test_wrong', 'pk_test_wrong', 'nonsense'])('is refused if it is %s', async (key) => {
    const { local } = await startTestStripe();
    const failure = await failureOf(createClient(local.endpoint, key).paymentIntents.list());
    expect(failure).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    expect(failure.message).not.toContain(key);
  });

  it('is needed', async () => {
    const { local } = await startTestStripe();
    const response = await fetch(`${local.endpoint}/v1/payment_intents`);
    expect(response.status).toBe(401);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
  });
});

test('an object or a path that does not exist is 404, and an API version 400', async () => {
  const { stripe } = await startTestStripe();
  for (const call of [
    () => stripe.paymentIntents.retrieve('pi_none'),
    () => stripe.charges.retrieve('ch_none'),
    () => stripe.refunds.retrieve('re_none'),
    () => stripe.events.retrieve('evt_none'),
  ]) {
    expect(await failureOf(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  }
  expect(await failureOf(stripe.customers.list())).toMatchObject({ statusCode: 404 });
  const old = stripe.rawRequest('GET', '/v1/refunds', {}, { apiVersion: '2020-08-27' });
  expect(await failureOf(old)).toMatchObject({ statusCode: 400 });
});

test('each answer has the id of its request', async () => {
  const { stripe } = await startTestStripe();
  const { lastResponse } = await createIntent(stripe);
  expect(lastResponse.requestId).toMatch(/^req_/);
  expect(lastResponse.apiVersion).toBe('2026-10-28.endive');
  expect((await failureOf(stripe.refunds.retrieve('re_none'))).requestId).toMatch(/^req_/);
});

describe('the rate limit', () => {
  it('refuses more reads or writes in a second, each kind apart', async () => {
    const { stripe, clock } = await startTestStripe({ requestsPerSecond: 2 });
    await createIntent(stripe);
    await createIntent(stripe);
    expect(await failureOf(createIntent(stripe))).toMatchObject({
      type: 'StripeRateLimitError',
      statusCode: 429,
      code: 'rate_limit',
      headers: { 'stripe-should-retry': 'false' },
    });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(2);
    clock.advance(1_000);
    await createIntent(stripe);
  });
});

describe('an idempotency key', () => {
  const key = { idempotencyKey: 'purchase-1' };

  it('makes a repetition get the first answer', async () => {
    const { stripe } = await startTestStripe();
    const first = await stripe.paymentIntents.create(params, key);
    const again = await stripe.paymentIntents.create(params, key);
    expect(again).toEqual(first);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('makes a repetition get the first error, once the execution had begun', async () => {
    const { stripe } = await startTestStripe();
    const { id } = await createIntent(stripe);
    const decline = () =>
      stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }, key);
    const first = await failureOf(decline());
    const again = await failureOf(decline());
    expect(again).toMatchObject({ code: 'card_declined', charge: first.charge });
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect((await stripe.charges.list({ payment_intent: id })).data).toHaveLength(1);
  });

  it('is not used up by a request that was not valid', async () => {
    const { stripe } = await startTestStripe();
    const invalid = stripe.paymentIntents.create({ ...params, amount: 1.5 }, key);
    expect(await failureOf(invalid)).toMatchObject({ code: 'parameter_invalid_integer' });
    expect((await stripe.paymentIntents.create(params, key)).amount).toBe(2_000);
  });

  it('is refused for other parameters, and for another path', async () => {
    const { stripe } = await startTestStripe();
    await stripe.paymentIntents.create(params, key);
    const others = stripe.paymentIntents.create({ ...params, amount: 2_001 }, key);
    expect(await failureOf(others)).toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
    const refund = stripe.refunds.create({ payment_intent: 'pi_1' }, key);
    expect(await failureOf(refund)).toMatchObject({ type: 'StripeIdempotencyError' });
  });

  it('is in use while its first request is in progress', async () => {
    const { stripe, local } = await startTestStripe();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: release, resolve: finish } = Promise.withResolvers<void>();
    local.faults.failCalls(async () => {
      begin();
      await release;
      return undefined;
    });
    const first = stripe.paymentIntents.create(params, key);
    await begun;
    expect(await failureOf(stripe.paymentIntents.create(params, key))).toMatchObject({
      statusCode: 409,
      code: 'idempotency_key_in_use',
    });
    finish();
    const { id } = await first;
    expect((await stripe.paymentIntents.create(params, key)).id).toBe(id);
  });

  it('is forgotten after a day', async () => {
    const { stripe, clock } = await startTestStripe();
    const first = await stripe.paymentIntents.create(params, key);
    clock.advance(DAY_MS - 1);
    expect((await stripe.paymentIntents.create(params, key)).id).toBe(first.id);
    clock.advance(1);
    expect((await stripe.paymentIntents.create(params, key)).id).not.toBe(first.id);
  });
});

describe('a planned failure', () => {
  const key = { idempotencyKey: 'purchase-1' };

  it.each<[CallFailure, string, number, string]>([
    ['error-before', '500', 0, 'succeeds'],
    ['error-kept', '500', 0, '500'],
    ['error-after', '500', 1, '500'],
    ['rate-limit', '429 rate_limit', 0, 'succeeds'],
    ['lock', '429 lock_timeout', 0, 'succeeds'],
  ])('%s is %s, makes %d intents, and a repetition %s', async (failure, how, made, repeated) => {
    const { stripe, local } = await startTestStripe();
    local.faults.failCalls(nthCall('paymentIntents.create', 1, failure));
    const { statusCode, code } = await failureOf(stripe.paymentIntents.create(params, key));
    expect([statusCode, ...(code === undefined ? [] : [code])].join(' ')).toBe(how);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(made);
    const again = stripe.paymentIntents.create(params, key);
    if (repeated === 'succeeds') expect((await again).amount).toBe(2_000);
    else expect(await failureOf(again)).toMatchObject({ statusCode: 500 });
  });

  it.each<[CallFailure, number]>([
    ['disconnect-before', 0],
    ['disconnect-after', 1],
  ])('%s closes the connection after %d intents', async (failure, made) => {
    const { stripe, local } = await startTestStripe();
    // The SDK repeats a call once whose connection was closed.
    local.faults.failCalls(({ operation }) =>
      operation === 'paymentIntents.create' ? failure : undefined,
    );
    expect(await failureOf(stripe.paymentIntents.create(params, key))).toMatchObject({
      type: 'StripeConnectionError',
    });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(made);
    local.faults.failCalls();
    await stripe.paymentIntents.create(params, key);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });
});
