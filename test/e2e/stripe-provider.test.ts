import { randomBytes, randomUUID } from 'node:crypto';
import { type CallFailure, nthCall } from '@willcall/localstack';
import { type Intent, openProvider, type PaymentOrder, ProviderError } from '@willcall/payments';
import type { Store } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openLocalProvider } from '../support/payments/local-provider.ts';
import { openSale } from '../support/sale/open-sale.ts';

const { local, stripe, payments, clock, pass, confirm } = await openLocalProvider();

const sale = await openSale();
const store: Store<'pulse'> = { ...sale.store, tables: sale.resources.tables };

const environment = {
  PAYMENTS: 'ON',
  WILLCALL_BACKEND: 'embedded',
  AWS_REGION: 'eu-central-1',
  PAYMENT_KEYS_FILE: payments.keysFile,
  PAYMENT_PROVIDER_ENDPOINT: payments.endpoint,
  PAYMENT_CALLS_PER_SECOND: '1000000',
};
const open = (more: Readonly<Record<string, string>> = {}) =>
  openProvider({ ...environment, ...more }, { store, clock });
const provider = open().useShare('payments');

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
  const intents = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
    if (intent.metadata.purchaseId === purchaseId) intents.push(intent);
  }
  return intents;
};

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => new Error('The call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProviderError) return error.code;
  throw error;
};

const failNext = (operation: Parameters<typeof nthCall>[0], failure: CallFailure) =>
  local.faults.failCalls(nthCall(operation, 1, failure));

describe('making an intent', () => {
  // The SDK sends it again, once.
  it.each(['disconnect-before', 'disconnect-after'] as const)(
    'makes one although its connection was closed: %s',
    async (failure) => {
      failNext('paymentIntents.create', failure);
      const order = makeOrder();
      const { id } = await provider.createIntent(order);
      expect((await listMade(order)).map((made) => made.id)).toEqual([id]);
    },
  );

  it.each(['error-kept', 'error-after'] as const)(
    'is possible although Stripe repeats a failure under its key: %s',
    async (failure) => {
      failNext('paymentIntents.create', failure);
      const order = makeOrder();
      expect(await codeOf(provider.createIntent(order))).toBe('PROVIDER_UNAVAILABLE');
      const { id } = await provider.createIntent(order);
      expect(await provider.createIntent(order)).toMatchObject({ id, status: 'open' });
    },
  );

  it.each([
    ['rate-limit', 'RATE_LIMITED'],
    ['lock', 'RATE_LIMITED'],
    ['error-before', 'PROVIDER_UNAVAILABLE'],
  ] as const)('that fails by %s is %s', async (failure, code) => {
    failNext('paymentIntents.create', failure);
    expect(await codeOf(provider.createIntent(makeOrder()))).toBe(code);
  });
});

it('a call that is not answered ends within its time', async () => {
  const late = Promise.withResolvers<undefined>();
  local.faults.failCalls(() => late.promise);
  expect(await codeOf(provider.createIntent(makeOrder()))).toBe('PROVIDER_UNAVAILABLE');
  late.resolve(undefined);
  local.faults.failCalls();
});

describe('an intent', () => {
  it('that is processing succeeds later', async () => {
    const { id, status } = await makePaid('pm_card_processing');
    expect(status).toBe('processing');
    expect(await provider.cancelIntent(id)).toMatchObject({ status: 'processing' });
    await pass(3_000);
    expect(await provider.readIntent(id)).toMatchObject({ status: 'succeeded' });
  });

  it('whose charge is disputed says so', async () => {
    const { id } = await makePaid('pm_card_createDispute');
    await pass(3_000);
    expect(await provider.readIntent(id)).toMatchObject({ isDisputed: true });
    const refund = { intent: id, amount: { amount: 1, currency: 'EUR' }, key: randomUUID() };
    expect(await codeOf(provider.refund(refund))).toBe('PROVIDER_REFUSED');
  });
});

describe('cancelling an intent', () => {
  it.each([undefined, 'disconnect-before', 'disconnect-after'] as const)(
    'ends it for ever, with the failure %s',
    async (failure) => {
      const { id, clientSecret } = await provider.createIntent(makeOrder());
      if (failure !== undefined) failNext('paymentIntents.cancel', failure);
      expect(await provider.cancelIntent(id)).toMatchObject({ id, status: 'canceled' });
      expect(await provider.cancelIntent(id)).toMatchObject({ id, status: 'canceled' });
      expect(await confirm(clientSecret)).toBe('payment_intent_unexpected_state');
    },
  );

  it('that Stripe failed can be repeated', async () => {
    const { id } = await provider.createIntent(makeOrder());
    failNext('paymentIntents.cancel', 'error-kept');
    expect(await codeOf(provider.cancelIntent(id))).toBe('PROVIDER_UNAVAILABLE');
    expect(await provider.cancelIntent(id)).toMatchObject({ status: 'canceled' });
  });
});

describe('a refund', () => {
  it.each([
    ['pm_card_pendingRefund', 'pending', 'succeeded'],
    ['pm_card_refundFail', 'succeeded', 'failed'],
  ])('of %s is %s, then %s, also for who repeats it', async (method, first, then) => {
    const { id, amount } = await makePaid(method);
    const refund = { intent: id, amount, key: randomUUID() };
    expect(await provider.refund(refund)).toMatchObject({ status: first });
    await pass(3_000);
    expect(await provider.refund(refund)).toMatchObject({ status: then });
    expect(await provider.listRefunds(id)).toMatchObject([{ status: then }]);
  });
});

it('a list has every intent of its time, page after page', async () => {
  await pass(60_000);
  const from = clock();
  await pass(1_000);
  const made = await Promise.all(
    Array.from({ length: 101 }, () => provider.createIntent(makeOrder())),
  );
  await pass(2_000);
  const to = clock();
  await pass(2_000);
  await provider.createIntent(makeOrder());
  const listed: string[] = [];
  for await (const { id } of provider.listIntents({ from, to })) listed.push(id);
  expect(listed.sort()).toEqual(made.map(({ id }) => id).sort());
});

it('a stage that takes no payments needs no keys, and refuses each call', async () => {
  const closed = open({ PAYMENTS: 'OFF', PAYMENT_KEYS_FILE: '/none' });
  expect(closed.isOn).toBe(false);
  const refusing = closed.useShare('payments');
  expect(await codeOf(refusing.createIntent(makeOrder()))).toBe('PROVIDER_REFUSED');
  const list = refusing.listIntents({ from: clock(), to: clock() });
  expect(await codeOf(list[Symbol.asyncIterator]().next())).toBe('PROVIDER_REFUSED');
});

it('wrong keys are a failure that a person repairs, and the call is not given up', async () => {
  const { keysFile } = (await openLocalProvider()).payments;
  for (const file of [keysFile, '/none']) {
    const foreign = open({ PAYMENT_KEYS_FILE: file }).useShare('payments');
    expect(await codeOf(foreign.createIntent(makeOrder()))).toBe('PROVIDER_UNAVAILABLE');
  }
});
