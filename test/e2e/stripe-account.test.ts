import { randomBytes, randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import { type Intent, openProvider, type PaymentOrder, ProviderError } from '@willcall/payments';
import { describe, expect, it } from 'vitest';
import { openTestAccount } from '../support/payments/test-account.ts';
import { openSale } from '../support/sale/open-sale.ts';

/** The local Stripe, or Stripe's own test mode if its keys are in the environment. */
const { stripe, payments, publishableKey, confirm } = await openTestAccount();

const sale = await openSale();
const provider = openProvider(
  {
    PAYMENTS: 'ON',
    WILLCALL_BACKEND: 'embedded',
    AWS_REGION: 'eu-central-1',
    PAYMENT_KEYS_FILE: payments.keysFile,
    PAYMENT_PROVIDER_ENDPOINT: payments.endpoint,
    PAYMENT_CALLS_PER_SECOND: String(known(payments.callsPerSecond, 'calls per second')),
  },
  { store: { ...sale.store, tables: sale.resources.tables } },
).useShare('payments');

const makeOrder = (more: Partial<PaymentOrder> = {}): PaymentOrder => ({
  stage: 'test',
  purchaseId: randomBytes(24).toString('base64url'),
  userId: 'ana',
  attempt: 1,
  amount: { amount: 4_500, currency: 'EUR' },
  ...more,
});

/** Makes an intent and pays it. */
const makePaid = async (method = 'pm_card_visa', order = makeOrder()): Promise<Intent> => {
  const { id, clientSecret } = await provider.createIntent(order);
  await confirm(clientSecret, method);
  return await provider.readIntent(id);
};

const listMade = async ({ purchaseId }: PaymentOrder) => {
  const { data } = await stripe.paymentIntents.list({ limit: 100 });
  return data.filter(({ metadata }) => metadata.purchaseId === purchaseId);
};

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => new Error('The call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProviderError) return error.code;
  throw error;
};

describe('making an intent', () => {
  it('asks for a card, at once, for the amount of the order', async () => {
    const order = makeOrder();
    const intent = await provider.createIntent(order);
    expect(intent).toEqual({
      id: expect.stringMatching(/^pi_/),
      status: 'open',
      amount: order.amount,
      received: 0,
      order: { stage: 'test', purchaseId: order.purchaseId, userId: 'ana' },
      createdAt: expect.any(String),
      refunded: 0,
      isDisputed: false,
      clientSecret: expect.stringContaining(intent.id),
      publishableKey: publishableKey,
    });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      amount: 4_500,
      currency: 'eur',
      allowed_payment_method_types: ['card'],
      capture_method: 'automatic',
    });
  });

  it('takes whole crowns in hundredths, and says them as crowns again', async () => {
    const amount = { amount: 5_000, currency: 'ISK' };
    const intent = await provider.createIntent(makeOrder({ amount }));
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ amount: 500_000 });
    expect(intent.amount).toEqual(amount);
  });

  it('of one attempt again finds the same one, as it is now', async () => {
    const order = makeOrder();
    const { id, clientSecret } = await provider.createIntent(order);
    await confirm(clientSecret);
    expect(await provider.createIntent(order)).toMatchObject({ id, status: 'succeeded' });
    expect(await listMade(order)).toHaveLength(1);
  });

  it('of another attempt makes another one', async () => {
    const order = makeOrder();
    const { id } = await provider.createIntent(order);
    expect((await provider.createIntent({ ...order, attempt: 2 })).id).not.toBe(id);
  });

  it('that Stripe refuses says so, and why', async () => {
    const tooLittle = makeOrder({ amount: { amount: 1, currency: 'EUR' } });
    const error: unknown = await provider
      .createIntent(tooLittle)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PROVIDER_REFUSED', retryable: false });
    expect(String(error)).toMatch(
      /make the intent: StripeInvalidRequestError amount_too_small 400/,
    );
  });
});

describe('an intent', () => {
  it('that was paid says how much, and when', async () => {
    const intent = await makePaid();
    expect(intent).toMatchObject({ status: 'succeeded', received: 4_500, isDisputed: false });
    expect(Date.parse(intent.paidAt ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('whose buyer was refused can still be paid', async () => {
    expect(await makePaid('pm_card_chargeDeclined')).toMatchObject({ status: 'open', received: 0 });
  });

  it('that does not exist is unknown', async () => {
    expect(await codeOf(provider.readIntent('pi_none'))).toBe('INTENT_UNKNOWN');
    expect(await codeOf(provider.cancelIntent('pi_none'))).toBe('INTENT_UNKNOWN');
  });

  it('that willcall did not make has no order', async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    expect(await provider.readIntent(id)).not.toHaveProperty('order');
  });
});

describe('cancelling an intent', () => {
  it('that has succeeded leaves it as it is', async () => {
    const { id } = await makePaid();
    expect(await provider.cancelIntent(id)).toMatchObject({ status: 'succeeded', received: 4_500 });
  });
});

describe('a refund', () => {
  it('with the same key is made once', async () => {
    const { id } = await makePaid();
    const refund = { intent: id, amount: { amount: 1_500, currency: 'EUR' }, key: randomUUID() };
    const made = await provider.refund(refund);
    expect(made).toMatchObject({ intent: id, amount: 1_500, status: 'succeeded' });
    expect(await provider.refund(refund)).toEqual(made);
    expect(await provider.listRefunds(id)).toEqual([made]);
    expect(await provider.readIntent(id)).toMatchObject({ refunded: 1_500, status: 'succeeded' });
  });
});
