import { issuePurchaseId } from '@willcall/domain';
import { nthCall } from '@willcall/localstack';
import {
  erasePurchase,
  type HeldPurchase,
  prolongHold,
  recordIntent,
  releaseHolds,
  requestCancellation,
  settleHolds,
} from '@willcall/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { capturePrintedLines } from '../support/http/printed-lines.ts';
import { openPayingSale } from '../support/payments/paying-sale.ts';
import { openPayments } from '../support/payments/payment-requests.ts';
import { atOnce, holdFor, makePaidRequest, readAgain } from '../support/sale/paid-sale.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

const printed = capturePrintedLines();
const faults = createFaultInjector();
const sale = await openPayingSale({ capacity: 1_000 });
const { local, stripe, confirm, clock, store, show } = sale;
const { pay } = openPayments(sale, { dynamodbPlugins: [faults.plugin] });

let held: HeldPurchase;
let buyers = 0;
beforeEach(async () => {
  local.faults.failCalls();
  buyers += 1;
  const [purchase] = await holdFor(sale, [`buyer-${buyers}`], 2);
  if (purchase === undefined) throw new Error('expected a hold');
  held = purchase;
});

const listIntents = async ({ purchaseId }: HeldPurchase) => {
  const intents = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
    if (intent.metadata.purchaseId === purchaseId) intents.push(intent);
  }
  return intents;
};

const readPayment = async () => (await readAgain(sale, held))?.payment;

const secretOf = ({ body }: { readonly body: unknown }): string =>
  (body as { readonly clientSecret: string }).clientSecret;

const release = (purchase: HeldPurchase, status: 'EXPIRED' | 'CANCELLED' = 'EXPIRED') =>
  releaseHolds(
    store,
    show,
    [
      {
        purchase,
        intent: purchase.payment?.intent,
        to: status === 'EXPIRED' ? { status } : { status, correlationId: 'test' },
      },
    ],
    atOnce,
  );

describe('starting a payment', () => {
  it('answers what a browser needs to pay the total, and records the intent', async () => {
    const answer = await pay(held);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: {
        provider: 'stripe',
        clientSecret: expect.stringMatching(/^pi_\w+_secret_\w+$/),
        publishableKey: local.publishableKey,
        amount: held.total,
        holdUntil: held.holdUntil,
      },
    });
    const [intent, ...others] = await listIntents(held);
    expect(others).toEqual([]);
    expect(await readPayment()).toEqual({ intent: intent?.id, attempt: 1 });
    expect(intent).toMatchObject({
      amount: held.total.amount,
      currency: 'eur',
      metadata: { stage: 'test', purchaseId: held.purchaseId, userId: held.userId },
    });
  });

  it('again answers the same, also while it is paid', async () => {
    const { body } = await pay(held);
    expect(await pay(held)).toMatchObject({ status: 200, body });
    await confirm(secretOf({ body }));
    expect(await pay(held)).toMatchObject({ status: 200, body });
    expect(await listIntents(held)).toHaveLength(1);
  });

  it('ten times at once answers one intent', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(held)));
    expect(new Set(answers.map(secretOf)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it('after the intent was canceled at the provider makes another one', async () => {
    const first = secretOf(await pay(held));
    const [intent] = await listIntents(held);
    await stripe.paymentIntents.cancel(intent?.id ?? '');
    const second = secretOf(await pay(held));
    expect(second).not.toBe(first);
    expect(await readPayment()).toMatchObject({ attempt: 2 });
    expect(await confirm(second)).toBe('succeeded');
  });

  it('is written to no log, no record and no error', async () => {
    printed.clear();
    const secret = secretOf(await pay(held));
    faults.before('UpdateItemCommand', requestTimeout, { skip: 1 });
    await stripe.paymentIntents.cancel((await readPayment())?.intent ?? '');
    expect(await pay(held)).toMatchObject({ status: 503 });
    faults.assertAllUsed();
    expect(printed.objects()).not.toEqual([]);
    const everything = [...printed.lines(), JSON.stringify(await readAgain(sale, held))].join('\n');
    expect(everything).toContain(held.purchaseId);
    for (const part of [secret, secret.split('_secret_')[1] ?? '', local.secretKey]) {
      expect(everything).not.toContain(part);
    }
  });
});

describe('a purchase cannot be paid', () => {
  const refusal = { status: 409, body: { code: 'NOT_PAYABLE' } };

  it('while it is undecided', async () => {
    const undecided = makePaidRequest(sale, 'early');
    expect(await pay(undecided)).toMatchObject(refusal);
  });

  it('when its hold is over', async () => {
    const late = { clock: () => new Date(held.holdUntil) };
    expect(await openPayments(sale, late).pay(held)).toMatchObject(refusal);
    expect(await listIntents(held)).toEqual([]);
  });

  it('after it has expired, was cancelled or was paid', async () => {
    const [expired, cancelled, paid] = await holdFor(sale, ['bob', 'cid', 'dan']);
    if (expired === undefined || cancelled === undefined || paid === undefined) throw new Error();
    await release(expired);
    await release(cancelled, 'CANCELLED');
    const purchase = await sale.pay(paid);
    const intent = purchase.payment?.intent ?? '';
    await settleHolds(store, show, [{ purchase, intent, paidAt: clock().toISOString() }], atOnce);
    for (const ended of [expired, cancelled, paid]) {
      expect(await pay(ended)).toMatchObject(refusal);
    }
  });

  it('after somebody asked to cancel it', async () => {
    await pay(held);
    const by = { at: clock().toISOString(), correlationId: 'cancel' };
    expect(await requestCancellation(store, held, by)).toBeDefined();
    expect(await pay(held)).toMatchObject(refusal);
  });

  it('on a stage that takes no payments', async () => {
    const closed = openPayments(sale, {}, { PAYMENTS: 'OFF' });
    expect(await closed.pay(held)).toMatchObject(refusal);
  });

  it('after it was erased: 410', async () => {
    await erasePurchase(store, held, clock().toISOString());
    expect(await pay(held)).toMatchObject({ status: 410, body: { code: 'PURCHASE_ERASED' } });
  });

  it('by another buyer, or with an invented id: 404', async () => {
    const refused = { status: 404, body: { code: 'PURCHASE_NOT_FOUND' } };
    expect(await pay(held, 'eve')).toMatchObject(refused);
    expect(await pay({ ...held, purchaseId: 'A'.repeat(32) })).toMatchObject(refused);
    expect(await listIntents(held)).toEqual([]);
  });

  it('with the id of another request under its key: 422', async () => {
    const { userId, showId } = held;
    const owner = { userId, idempotencyKey: 'one key' };
    const request = { showId, holder: { name: 'Ana', email: 'ana@example.com' } };
    const keys = { current: Buffer.alloc(32, 1) };
    const [one, other] = [1, 2].map((quantity) =>
      issuePurchaseId(owner, { ...request, quantity }, keys),
    );
    if (one === undefined || other === undefined) throw new Error();
    await release(held);
    await holdFor(sale, [userId], 1, { purchaseId: one });
    expect(await pay({ userId, purchaseId: other })).toMatchObject({
      ...{ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    });
  });
});

describe('an intent that cannot be recorded', () => {
  /** Starts a payment, and acts just before its intent is recorded. */
  const payAfter = (act: () => Promise<unknown>) => {
    // The first update takes a call from the budget.
    const recording = runBefore('UpdateItemCommand', act, { skip: 1 });
    return openPayments(sale, { dynamodbPlugins: [recording] }).pay(held);
  };

  it('because the hold ends at that moment is canceled, and its secret not answered', async () => {
    const answer = await payAfter(() => release(held));
    expect(answer).toMatchObject({ status: 409, body: { code: 'NOT_PAYABLE' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(await listIntents(held)).toMatchObject([{ status: 'canceled' }]);
  });

  it('because its buyer cancels at that moment is canceled, too', async () => {
    expect(await payAfter(() => release(held, 'CANCELLED'))).toMatchObject({ status: 409 });
    expect(await listIntents(held)).toMatchObject([{ status: 'canceled' }]);
  });

  it('because another one was recorded is canceled, and the other one answered', async () => {
    const other = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    const payment = { intent: other.id, attempt: 1 };
    const answer = await payAfter(() => recordIntent(store, held, held.holdUntil, payment));
    expect(secretOf(answer)).toBe(other.client_secret);
    expect(await listIntents(held)).toMatchObject([{ status: 'canceled' }]);
  });

  it('cannot be canceled either: its secret is not answered', async () => {
    local.faults.failCalls(nthCall('paymentIntents.cancel', 1, 'error-before'));
    const answer = await payAfter(() => release(held));
    expect(answer).toMatchObject({ status: 409 });
    expect(await listIntents(held)).toMatchObject([{ status: 'requires_payment_method' }]);
  });

  it('because another request of its buyer recorded it and had to wait is answered by this one', async () => {
    const answer = await payAfter(async () => {
      const [made] = await listIntents(held);
      const payment = { intent: made?.id ?? '', attempt: 1 };
      await recordIntent(store, held, held.holdUntil, payment);
      await prolongHold(store, held, new Date(Date.parse(held.holdUntil) + 1).toISOString());
    });
    expect(answer).toMatchObject({ status: 200 });
    expect(await listIntents(held)).toMatchObject([{ status: 'requires_payment_method' }]);
  });

  it('although it was, because the reply was lost, is answered at the next try', async () => {
    faults.after('UpdateItemCommand', requestTimeout, { skip: 1 });
    expect(await pay(held)).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
    faults.assertAllUsed();
    const payment = await readPayment();
    expect(secretOf(await pay(held))).toContain(payment?.intent);
    expect(await listIntents(held)).toHaveLength(1);
  });
});

describe('the payment provider', () => {
  it.each(['error-before', 'error-kept', 'error-after'] as const)(
    'fails: 503, and the next try succeeds (%s)',
    async (failure) => {
      local.faults.failCalls(nthCall('paymentIntents.create', 1, failure));
      expect(await pay(held)).toMatchObject({
        status: 503,
        headers: { 'retry-after': '5' },
        body: { code: 'PROVIDER_UNAVAILABLE' },
      });
      const secret = secretOf(await pay(held));
      expect(await confirm(secret)).toBe('succeeded');
    },
  );

  it('refuses the payment for ever: 500, and says no more', async () => {
    const { purchaseId, userId } = held;
    // Its key was used for another amount, as only a fault in the code could.
    await stripe.paymentIntents.create(
      { amount: 9_999, currency: 'eur', metadata: { stage: 'test', purchaseId, userId } },
      { idempotencyKey: `${purchaseId}-1` },
    );
    expect(await pay(held)).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  });
});

describe('more buyers than the rate of the provider allows', () => {
  /** The clock stands still, so that all calls are in one second. */
  const openCrowded = () =>
    openPayments(
      sale,
      { clock: () => second, random: () => 0.5 },
      { PAYMENT_CALLS_PER_SECOND: '2' },
    );
  let second: Date;
  beforeEach(() => {
    second = new Date(clock().getTime() + buyers * 1_000);
  });

  it('are told when to come back, and their tickets are held longer by that time', async () => {
    const crowded = openCrowded();
    const [other] = await holdFor(sale, [`${held.userId}-first`]);
    expect(await crowded.pay(other ?? held)).toMatchObject({ status: 200 });
    expect(await crowded.pay(held)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '6' },
      body: { code: 'TOO_MANY_PAYMENTS' },
    });
    const prolonged = await readAgain(sale, held);
    expect(Date.parse(prolonged?.holdUntil ?? '') - Date.parse(held.holdUntil)).toBe(6_000);
    second = new Date(second.getTime() + 1_000);
    expect(await crowded.pay(held)).toMatchObject({
      status: 200,
      body: { holdUntil: prolonged?.holdUntil },
    });
  });

  it('hold their tickets at most twice as long as the show says', async () => {
    const crowded = openCrowded();
    const [other] = await holdFor(sale, [`${held.userId}-first`]);
    await crowded.pay(other ?? held);
    const most = Date.parse(held.decidedAt) + 1_200_000;
    for (let tries = 0; tries < 101; tries += 1) {
      expect(await crowded.pay(held)).toMatchObject({ status: 429 });
    }
    expect(Date.parse((await readAgain(sale, held))?.holdUntil ?? '')).toBe(most);
  });
});
