import { describe, expect, it, test } from 'vitest';
import {
  createClient,
  createIntent,
  failureOf,
  pay,
  startTestStripe,
} from './local-stripe.fixture.ts';

const STEP_MS = 3_000;

test('an intent is created, confirmed and read', async () => {
  const { stripe } = await startTestStripe();
  const created = await createIntent(stripe, { metadata: { purchaseId: 'p-1' } });
  expect(created).toMatchObject({
    object: 'payment_intent',
    amount: 2_000,
    currency: 'usd',
    status: 'requires_payment_method',
    metadata: { purchaseId: 'p-1' },
    livemode: false,
    created: Date.UTC(2026, 0, 1) / 1_000,
    client_secret: expect.stringContaining(`${created.id}_secret_`),
  });
  const paid = await stripe.paymentIntents.confirm(created.id, { payment_method: 'pm_card_visa' });
  expect(paid).toMatchObject({ status: 'succeeded', amount_received: 2_000 });
  const read = await stripe.paymentIntents.retrieve(created.id, { expand: ['latest_charge'] });
  expect(read.latest_charge).toMatchObject({
    object: 'charge',
    status: 'succeeded',
    paid: true,
    payment_intent: created.id,
    metadata: { purchaseId: 'p-1' },
    payment_method_details: { card: { last4: '4242' } },
  });
});

test.each([
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
])('%s is declined with %s, %s, and another card can be tried', async (method, code, decline) => {
  const { stripe } = await startTestStripe();
  const { id } = await createIntent(stripe);
  const failure = await failureOf(stripe.paymentIntents.confirm(id, { payment_method: method }));
  expect(failure).toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code,
    decline_code: decline,
    payment_intent: { id, status: 'requires_payment_method' },
  });
  const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  expect(intent).toMatchObject({
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: { code, decline_code: decline, payment_method: { type: 'card' } },
    latest_charge: { status: 'failed', failure_code: code },
  });
  const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
  expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
});

describe('authentication', () => {
  const begin = async (method = 'pm_card_authenticationRequired') => {
    const { stripe } = await startTestStripe();
    const intent = await createIntent(stripe, {
      confirm: true,
      payment_method: method,
      return_url: 'http://127.0.0.1:3000/paid?show=1',
    });
    const url = intent.next_action?.redirect_to_url?.url ?? '';
    const choose = (choice: string) =>
      fetch(`${url}?choice=${choice}`, { method: 'POST', redirect: 'manual' });
    return { stripe, intent, url, choose };
  };

  it('has a page with two choices, and leads back after the payment', async () => {
    const { stripe, intent, url, choose } = await begin();
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url' },
    });
    expect(await (await fetch(url)).text()).toMatch(/Complete.*Fail/s);
    const back = await choose('complete');
    expect(back.status).toBe(303);
    const target = new URL(back.headers.get('location') ?? '');
    expect(Object.fromEntries(target.searchParams)).toEqual({
      show: '1',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    });
    const paid = await stripe.paymentIntents.retrieve(intent.id);
    expect(paid).toMatchObject({ status: 'succeeded', next_action: null });
    expect((await choose('complete')).status).toBe(404);
  });

  it('can fail, and another card can be tried', async () => {
    const { stripe, intent, choose } = await begin();
    const back = await choose('fail');
    expect(back.headers.get('location')).toContain('redirect_status=failed');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  it('does not save a card without funds', async () => {
    const { stripe, intent, choose } = await begin(
      'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    );
    await choose('complete');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
    });
  });

  it('is over once the intent is canceled', async () => {
    const { stripe, intent, choose } = await begin();
    await stripe.paymentIntents.cancel(intent.id);
    expect((await choose('complete')).status).toBe(404);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('canceled');
  });
});

test.each([
  ['pm_card_processing', 'succeeded'],
  ['pm_card_processingDeclined', 'requires_payment_method'],
])('%s is processing, cannot be canceled, and then %s', async (method, status) => {
  const { stripe, pass } = await startTestStripe();
  const intent = await pay(stripe, method);
  expect(intent.status).toBe('processing');
  expect(await failureOf(stripe.paymentIntents.cancel(intent.id))).toMatchObject({
    code: 'payment_intent_unexpected_state',
  });
  await pass(STEP_MS - 1);
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('processing');
  await pass(1);
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status);
});

test('an intent is canceled once, and takes no payment afterwards', async () => {
  const { stripe } = await startTestStripe();
  const { id } = await createIntent(stripe);
  const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  for (const call of [
    () => stripe.paymentIntents.cancel(id),
    () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
  ]) {
    expect(await failureOf(call())).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'canceled' },
    });
  }
});

test('a paid intent cannot be canceled or confirmed again', async () => {
  const { stripe } = await startTestStripe();
  const { id } = await pay(stripe);
  for (const call of [
    () => stripe.paymentIntents.cancel(id),
    () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
  ]) {
    expect(await failureOf(call())).toMatchObject({ code: 'payment_intent_unexpected_state' });
  }
  expect((await stripe.charges.list({ payment_intent: id })).data).toHaveLength(1);
});

test.each([
  ['an amount below the minimum', { amount: 49 }, 'amount_too_small', 'amount'],
  ['an amount of thirteen digits', { amount: 1_000_000_000_000 }, 'amount_too_large', 'amount'],
  [
    'a part of a kuwaiti ten',
    { amount: 5_124, currency: 'kwd' },
    'parameter_invalid_integer',
    'amount',
  ],
  ['no amount', { amount: undefined }, 'parameter_missing', 'amount'],
  ['a fraction', { amount: 20.5 }, 'parameter_invalid_integer', 'amount'],
  ['an unknown parameter', { colour: 'red' }, 'parameter_unknown', 'colour'],
  [
    'a parameter of an older version',
    { payment_method_types: ['card'] },
    'parameter_unknown',
    'payment_method_types',
  ],
  [
    'an unknown payment method',
    { payment_method: 'pm_card_nobody' },
    'resource_missing',
    'payment_method',
  ],
])('%s is refused', async (_, more, code, param) => {
  const { stripe } = await startTestStripe();
  const failure = await failureOf(createIntent(stripe, more as object));
  expect(failure).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
    code,
    param,
  });
  expect((await stripe.paymentIntents.list()).data).toEqual([]);
});

test('a card number is refused and not repeated', async () => {
  const { stripe } = await startTestStripe();
  const number = '4242424242424242';
  const failure = await failureOf(
    stripe.rawRequest('POST', '/v1/payment_intents', {
      amount: 2_000,
      currency: 'usd',
      payment_method_data: { type: 'card', card: { number, exp_month: 1, exp_year: 2030 } },
    }),
  );
  expect(failure.message).toContain('Sending credit card numbers directly to the Stripe API');
  expect(JSON.stringify(failure)).not.toContain(number);
  const asMethod = await failureOf(createIntent(stripe, { payment_method: number, confirm: true }));
  expect(JSON.stringify(asMethod)).not.toContain(number);
});

test('intents are listed by time and page, the newest first', async () => {
  const { stripe, clock } = await startTestStripe();
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    ids.unshift((await createIntent(stripe)).id);
    clock.advance(60_000);
  }
  const list = async (query: object) => {
    const { data, has_more } = await stripe.paymentIntents.list(query);
    return [data.map(({ id }) => ids.indexOf(id)), has_more];
  };
  const start = Date.UTC(2026, 0, 1) / 1_000;
  expect(await list({ limit: 2 })).toEqual([[0, 1], true]);
  expect(await list({ limit: 3, starting_after: ids[1] })).toEqual([[2, 3, 4], false]);
  expect(await list({ limit: 2, ending_before: ids[3] })).toEqual([[1, 2], true]);
  expect(await list({ created: { gte: start + 60, lte: start + 120 } })).toEqual([[2, 3], false]);
  const all: string[] = [];
  for await (const { id } of stripe.paymentIntents.list({ limit: 2 })) all.push(id);
  expect(all).toEqual(ids);
});

test('ids in lists and in objects are expanded, and other fields are not', async () => {
  const { stripe } = await startTestStripe();
  const { id } = await pay(stripe);
  const { data } = await stripe.paymentIntents.list({ expand: ['data.latest_charge'] });
  expect(data).toMatchObject([{ latest_charge: { object: 'charge', payment_intent: id } }]);
  const nested = await stripe.paymentIntents.retrieve(id, {
    expand: ['latest_charge.payment_intent'],
  });
  expect(nested.latest_charge).toMatchObject({ payment_intent: { id } });
  const wrong = stripe.paymentIntents.retrieve(id, { expand: ['currency'] });
  expect(await failureOf(wrong)).toMatchObject({ statusCode: 400, param: 'expand' });
});

describe('a page with the publishable key', () => {
  it('confirms its own payment, and reads no metadata', async () => {
    const { stripe, local } = await startTestStripe();
    const { id, client_secret } = await createIntent(stripe, { metadata: { userId: 'u-1' } });
    const body = new URLSearchParams({
      key: local.publishableKey,
      client_secret: client_secret ?? '',
      payment_method: 'pm_card_visa',
    });
    const url = `${local.endpoint}/v1/payment_intents/${id}/confirm`;
    const response = await fetch(url, { method: 'POST', body });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const paid = await response.json();
    expect(paid).toMatchObject({ id, status: 'succeeded' });
    expect(paid).not.toHaveProperty('metadata');
    expect(
      (await fetch(url, { method: 'OPTIONS' })).headers.get('access-control-allow-methods'),
    ).toContain('POST');
  });

  it('does nothing without the client secret, and nothing else', async () => {
    const { stripe, local } = await startTestStripe();
    const { id } = await createIntent(stripe);
    const page = createClient(local.endpoint, local.publishableKey);
    expect(await failureOf(page.paymentIntents.retrieve(id))).toMatchObject({ statusCode: 400 });
    const wrong = page.paymentIntents.retrieve(id, { client_secret: `${id}_secret_x` });
    expect(await failureOf(wrong)).toMatchObject({ statusCode: 400 });
    expect(await failureOf(page.paymentIntents.cancel(id))).toMatchObject({ statusCode: 403 });
    expect(await failureOf(page.refunds.list())).toMatchObject({ statusCode: 403 });
  });
});
