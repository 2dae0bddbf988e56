import type { CallFailure } from '@willcall/localstack';
import {
  cancelPurchase,
  cancelShow,
  erasePurchase,
  type PurchaseRecord,
  readShow,
  readStock,
  requestCancellation,
} from '@willcall/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { connectionRefused, requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openPayingSale, type PayingSale } from '../support/payments/paying-sale.ts';
import { atOnce, expectSoundBooks, makePaidRequest, readAgain } from '../support/sale/paid-sale.ts';
import { makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

/** A failed run prints its seed. `FAULTS_SEED=… npx vitest run test/faults/payments` replays it. */
const { FAULTS_SEED, FAULTS_RUNS = '6' } = process.env;

const CAPACITY = 3;
const MINUTE_MS = 60_000;
/** Once: a part of a hold. Twice: a hold and the patience with the provider, so that what is paid then is late. */
const PASSING_MS = 13 * MINUTE_MS;
const ERRORS = [throttling, connectionRefused, requestTimeout];
const COMMANDS = ['TransactWriteItemsCommand', 'UpdateItemCommand', 'GetItemCommand'] as const;
const FAILURES: readonly CallFailure[] = [
  ...(['disconnect-before', 'disconnect-after', 'error-before', 'error-kept'] as const),
  ...(['error-after', 'rate-limit', 'lock'] as const),
];

/** Each call of the provider fails, without an effect. */
const UNREACHABLE = { failure: FAILURES.indexOf('error-before'), nth: 0 };

type Step = {
  readonly action: keyof typeof actions | 'ask' | 'passTime' | 'nothing';
  /** The buyer, or the purchase among those that were asked for. */
  readonly nth: number;
  readonly quantity: number;
  /** How each call of the provider fails from the nth on, while the tasks of this step run. */
  readonly provider: { readonly failure: number; readonly nth: number } | undefined;
  /** How the first call of a kind to the store fails then. */
  readonly store:
    | { readonly moment: 'before' | 'after'; readonly command: number; readonly error: number }
    | undefined;
};

type Run = {
  readonly sale: PayingSale;
  readonly asked: PurchaseRecord[];
  /** By which buyers can pay: as long as they like, whatever became of their purchase. */
  readonly secrets: Map<string, string>;
};

const makeBy = (sale: PayingSale) => ({
  ...{ at: sale.clock().toISOString(), correlationId: 'faults' },
  ...{ ...atOnce, clock: sale.clock },
});

/** What happens to a purchase, its show or its money. The tasks hear of it, or not. */
const actions = {
  startPayment: async ({ sale, secrets }: Run, record: PurchaseRecord) => {
    if (record.status !== 'HELD' || record.cancellationRequestedAt || record.erasedAt) return;
    const started = await sale.startPayment({ ...record, status: record.status });
    secrets.set(record.recordKey, started.clientSecret);
  },
  pay: ({ sale, secrets }: Run, { recordKey }: PurchaseRecord) => {
    const secret = secrets.get(recordKey);
    return secret === undefined ? undefined : sale.confirm(secret);
  },
  /** The provider cannot cancel the intent until the patience with it is over. */
  payLate: async (run: Run, record: PurchaseRecord) => {
    if (record.status !== 'HELD') return;
    await run.sale.pass(2 * PASSING_MS);
    await lookAtEverything(run, { provider: UNREACHABLE });
    await actions.pay(run, record);
    // Others take the tickets, or some of them.
    for (const buyer of [1, 2]) {
      await ask(run, { nth: 10 * run.asked.length + buyer, quantity: record.quantity });
    }
  },
  /** Its refund comes back. */
  payBadly: ({ sale, secrets }: Run, { recordKey }: PurchaseRecord) => {
    const secret = secrets.get(recordKey);
    return secret === undefined ? undefined : sale.confirm(secret, 'pm_card_refundFail');
  },
  payTwice: ({ sale }: Run, { userId, purchaseId, total }: PurchaseRecord) =>
    sale.stripe.paymentIntents.create({
      ...{ amount: total?.amount ?? 100, currency: 'eur', allowed_payment_method_types: ['card'] },
      ...{ confirm: true, payment_method: 'pm_card_visa' },
      metadata: { stage: 'test', purchaseId, userId },
    }),
  cancel: async ({ sale }: Run, record: PurchaseRecord) => {
    const { store, show } = sale;
    if (record.status === 'HELD') await requestCancellation(store, record, makeBy(sale));
    if (record.status !== 'CONFIRMED') return;
    const sold = { ...record, status: record.status };
    await cancelPurchase(store, sold, show, makeBy(sale));
  },
  erase: ({ sale }: Run, record: PurchaseRecord) =>
    erasePurchase(sale.store, record, sale.clock().toISOString()),
  refundAtProvider: ({ sale }: Run, { payment, status }: PurchaseRecord) =>
    payment === undefined || status !== 'CONFIRMED'
      ? undefined
      : sale.stripe.refunds.create({ payment_intent: payment.intent }).catch(() => undefined),
  cancelShow: ({ sale }: Run, _: PurchaseRecord) => cancelShow(sale.store, sale.show, makeBy(sale)),
};

/** Asks for tickets, by the worker. */
async function ask(
  { sale, asked }: Run,
  { nth, quantity }: Pick<Step, 'nth' | 'quantity'>,
): Promise<void> {
  const requestedAt = sale.clock().toISOString();
  const message = makePaidRequest(sale, `buyer-${nth}`, quantity, { requestedAt });
  await sale.worker({ clock: sale.clock })([makePurchaseSqsRecord(message)]);
  const record = await sale.recordOf(message);
  if (record !== undefined && record.status !== 'REJECTED') asked.push(record);
}

/** The intents that were made for the purchases of the run, as the provider lists them. */
async function intentsOf({ sale, asked }: Run) {
  const ids = new Set(asked.map(({ purchaseId }) => purchaseId));
  const all = await sale.stripe.paymentIntents
    .list({ limit: 100 })
    .autoPagingToArray({ limit: 1_000 });
  return all.filter(({ metadata }) => ids.has(metadata.purchaseId ?? ''));
}

/** What the webhooks would say of all intents, and what the stream and the sweep would say of all purchases. */
async function lookAtEverything(run: Run, { provider, store }: Partial<Step> = {}): Promise<void> {
  const { sale, asked } = run;
  const intents = await intentsOf(run);
  const faults = createFaultInjector();
  if (store !== undefined) {
    const error = ERRORS[store.error % ERRORS.length] ?? requestTimeout;
    faults[store.moment](COMMANDS[store.command % COMMANDS.length] ?? 'GetItemCommand', error);
  }
  const failure = provider && FAILURES[provider.failure % FAILURES.length];
  let calls = 0;
  if (provider !== undefined) {
    sale.local.faults.failCalls(() => {
      calls += 1;
      return calls > provider.nth ? failure : undefined;
    });
  }
  const tasks = [
    ...asked.map(({ userId, purchaseId }) => ({ purchase: { userId, purchaseId } })),
    ...intents.map(({ id }) => ({ intent: id })),
  ];
  for (let from = 0; from < tasks.length; from += 10) {
    const failed = await sale.runTasks(tasks.slice(from, from + 10), {
      dynamodbPlugins: [faults.plugin],
    });
    // SQS delivers them again. The steps that follow do.
    if (store === undefined) expect(failed).toBe(0);
  }
  sale.local.faults.failCalls();
}

async function expectAllTickets({ sale }: Run): Promise<void> {
  const counters = (await sale.buckets()).flatMap(({ available, held, sold }) => [
    available,
    held,
    sold,
  ]);
  expect(Math.min(...counters)).toBeGreaterThanOrEqual(0);
  expect(counters.reduce((a, b) => a + b, 0)).toBe(CAPACITY);
}

/** For each purchase: the provider keeps the price of its tickets if it has them, and nothing else. */
async function expectMoneyAccountedFor(run: Run): Promise<void> {
  const intents = await intentsOf(run);
  for (const known of run.asked) {
    const record = await readAgain(run.sale, known);
    const ofPurchase = intents.filter(({ metadata }) => metadata.purchaseId === known.purchaseId);
    const kept = await Promise.all(
      ofPurchase.map(async ({ id, amount_received: received }) => {
        const { data } = await run.sale.stripe.refunds.list({ payment_intent: id, limit: 100 });
        const given = data.filter(({ status }) => status === 'succeeded');
        return received - given.reduce((sum, { amount }) => sum + amount, 0);
      }),
    );
    const hasMoney = record?.status === 'CONFIRMED' || record?.refund?.status === 'FAILED';
    expect({
      status: record?.status,
      kept: kept.filter((amount) => amount !== 0),
      open: ofPurchase.filter(({ status }) => !['succeeded', 'canceled'].includes(status)).length,
    }).toEqual({
      status: record?.status,
      kept: hasMoney ? [record.total?.amount] : [],
      open: 0,
    });
    expect(record?.status).not.toBe('HELD');
  }
}

/** What matters most happens most often. */
const likely: readonly Step['action'][] = [
  ...(['payLate', 'payLate'] as const),
  ...(['ask', 'ask', 'ask', 'startPayment', 'startPayment', 'pay', 'pay', 'passTime'] as const),
  ...(['payTwice', 'payBadly', 'cancel', 'erase', 'refundAtProvider', 'nothing'] as const),
];

it('whatever fails at the provider and in the store: no money without tickets or refund, and no tickets without money', async () => {
  const opened = await openPayingSale({ capacity: 1 });
  const steps = fc.array(
    fc.record({
      action: fc.oneof(
        { weight: 40, arbitrary: fc.constantFrom(...likely) },
        { weight: 1, arbitrary: fc.constant('cancelShow' as const) },
      ),
      nth: fc.nat(5),
      quantity: fc.integer({ min: 1, max: 2 }),
      provider: fc.option(fc.record({ failure: fc.nat(6), nth: fc.nat(4) }), { nil: undefined }),
      store: fc.option(
        fc.record({
          moment: fc.constantFrom('before', 'after'),
          command: fc.nat(2),
          error: fc.nat(2),
        }),
        { nil: undefined },
      ),
    }),
    { minLength: 10, maxLength: 25, size: 'max' },
  );
  const property = fc.asyncProperty(steps, async (planned) => {
    const show = await opened.addShow({
      ...{ payment: 'PROVIDER', holdSeconds: 600, capacity: CAPACITY, buckets: 2 },
    });
    const sale: PayingSale = {
      ...opened,
      show,
      showNow: () => readShow(opened.store, show.showId, { consistent: true }),
      buckets: () => readStock(opened.store, show),
    };
    const run: Run = { sale, asked: [], secrets: new Map() };
    for (const step of planned) {
      const known = run.asked[step.nth % Math.max(1, run.asked.length)];
      const record = known && (await readAgain(sale, known));
      if (step.action === 'ask') await ask(run, step);
      else if (step.action === 'passTime') await sale.pass(step.quantity * PASSING_MS);
      else if (step.action !== 'nothing' && record) await actions[step.action](run, record);
      await lookAtEverything(run, step);
      await expectAllTickets(run);
    }
    // Every hold ends, the provider's answers that failed are forgotten, and refunds come back.
    for (const minutes of [30, 25 * 60, 1, 1]) {
      await sale.pass(minutes * MINUTE_MS);
      await lookAtEverything(run);
    }
    await expectSoundBooks(sale, sale.clock);
    await expectMoneyAccountedFor(run);
  });
  await fc.assert(property, {
    numRuns: Number(FAULTS_RUNS),
    ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
    endOnFailure: true,
  });
});
