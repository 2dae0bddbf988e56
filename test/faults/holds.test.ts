import {
  cancelPurchase,
  erasePurchase,
  type PurchaseRecord,
  readShow,
  readStock,
  recordIntent,
  releaseHolds,
  requestCancellation,
  requestRefund,
  type Store,
  sellLate,
  settleHolds,
} from '@willcall/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { connectionRefused, requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { atOnce, expectSoundBooks, makePaidRequest, readAgain } from '../support/sale/paid-sale.ts';
import { makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

/** A failed run prints its seed. `FAULTS_SEED=… npx vitest run test/faults/holds` replays it. */
const { FAULTS_SEED, FAULTS_RUNS = '12' } = process.env;

const CAPACITY = 6;
const ERRORS = [throttling, connectionRefused, requestTimeout];

type Step = {
  readonly action: keyof typeof actions;
  /** The buyer, or the purchase among those that were asked for. */
  readonly nth: number;
  readonly quantity: number;
  /** Whether the buyer begins to pay at once. */
  readonly hasIntent: boolean;
  /** Whether the purchase is as it was read when it was asked for: who acts on it has read it long ago. */
  readonly isStale: boolean;
  readonly fault?: { readonly moment: 'before' | 'after'; readonly error: number } | undefined;
};

/** One sale: the purchases that were asked for, and those whose money the provider took. */
type Run = {
  readonly sale: Sale;
  readonly asked: PurchaseRecord[];
  readonly paid: Set<string>;
};

type Purchase = { readonly run: Run; readonly store: Store; readonly record: PurchaseRecord };

const by = { at: new Date().toISOString(), correlationId: 'faults' };
const intentOf = ({ userId, recordKey }: PurchaseRecord) => `pi_${userId}_${recordKey.slice(-4)}`;

/** What can happen to a purchase. Each is repeated after a fault, as its message or its caller would. */
const actions = {
  makeIntent: async ({ store, record }: Purchase) => {
    if (record.status !== 'HELD') return;
    const payment = { intent: intentOf(record), attempt: 1 };
    await recordIntent(store, record, record.holdUntil, payment);
  },
  pay: async ({ run, store, record }: Purchase) => {
    if (record.payment === undefined) return;
    run.paid.add(record.recordKey);
    await hearOfMoney(run, store, record);
  },
  expire: async ({ run, store, record }: Purchase) => {
    if (record.status !== 'HELD') return;
    // The provider does not cancel an intent whose money it has taken.
    if (record.payment !== undefined && run.paid.has(record.recordKey)) return;
    const purchase = { ...record, status: record.status };
    const release = {
      purchase,
      intent: record.payment?.intent,
      to: { status: 'EXPIRED' },
    } as const;
    await releaseHolds(store, run.sale.show, [release], atOnce);
  },
  payLate: async ({ run, store, record }: Purchase) => {
    if (record.status !== 'EXPIRED' || record.payment === undefined) return;
    run.paid.add(record.recordKey);
    await hearOfMoney(run, store, record);
  },
  cancel: async ({ run, store, record }: Purchase) => {
    const { show } = run.sale;
    if (record.status === 'CONFIRMED') {
      const sold = { ...record, status: record.status };
      await cancelPurchase(store, sold, show, { ...by, ...atOnce });
    }
    if (record.status !== 'HELD') return;
    const purchase = { ...record, status: record.status };
    if (record.payment !== undefined) return void (await requestCancellation(store, purchase, by));
    const to = { status: 'CANCELLED', correlationId: 'faults' } as const;
    await releaseHolds(store, show, [{ purchase, intent: undefined, to }], atOnce);
  },
  erase: async ({ store, record }: Purchase) => erasePurchase(store, record, by.at),
};

/** What the settlement of a payment does, until the money has bought tickets or is refunded. */
async function hearOfMoney(run: Run, store: Store, { userId, recordKey }: PurchaseRecord) {
  for (;;) {
    const record = await readAgain(run.sale, { userId, recordKey } as PurchaseRecord);
    if (record?.payment === undefined) throw new Error('expected a purchase with an intent');
    const { payment, total } = record;
    const paid = { intent: payment.intent, paidAt: new Date().toISOString() };
    const amount = total?.amount ?? 0;
    if (record.status === 'CONFIRMED' || record.refund !== undefined) return;
    if (record.status === 'HELD') {
      const purchase = { ...record, status: record.status };
      const isOver = record.erasedAt ?? record.cancellationRequestedAt;
      if (isOver === undefined)
        await settleHolds(store, run.sale.show, [{ purchase, ...paid }], atOnce);
      else {
        const to = { status: 'CANCELLED', correlationId: 'faults' } as const;
        const release = { purchase, intent: payment.intent, to, refundAmount: amount };
        await releaseHolds(store, run.sale.show, [release], atOnce);
      }
    } else if (record.status === 'EXPIRED' && record.erasedAt === undefined) {
      const purchase = { ...record, status: record.status };
      const late = await sellLate(store, run.sale.show, { purchase, ...paid }, atOnce);
      if (late.kind === 'no-tickets')
        await requestRefund(store, { userId, recordKey, payment, amount });
    } else await requestRefund(store, { userId, recordKey, payment, amount });
  }
}

/** Asks for tickets, by the worker. */
async function ask({ sale, asked }: Run, { nth, quantity, hasIntent, fault }: Step): Promise<void> {
  const message = makePaidRequest(sale, `buyer-${nth}`, quantity);
  const { plugin } = planFault(fault);
  await sale.worker({ dynamodbPlugins: [plugin] })([makePurchaseSqsRecord(message)]);
  expect(await sale.worker()([makePurchaseSqsRecord(message)])).toEqual([]);
  const record = await sale.recordOf(message);
  if (record === undefined) return;
  asked.push(record);
  if (record.status !== 'HELD' || !hasIntent) return;
  const payment = { intent: intentOf(record), attempt: 1 };
  await recordIntent(sale.store, record, record.holdUntil, payment);
}

function planFault(fault: Step['fault']) {
  const faults = createFaultInjector();
  if (fault !== undefined) {
    const error = ERRORS[fault.error % ERRORS.length] ?? requestTimeout;
    faults[fault.moment]('TransactWriteItemsCommand', error);
    faults[fault.moment]('UpdateItemCommand', error);
  }
  return faults;
}

/** The states of the purchases that an action concerns. Erasing concerns all. */
const concerned: Readonly<Partial<Record<Step['action'], readonly PurchaseRecord['status'][]>>> = {
  makeIntent: ['HELD'],
  pay: ['HELD'],
  expire: ['HELD'],
  payLate: ['EXPIRED'],
  cancel: ['HELD', 'CONFIRMED'],
};

async function take(run: Run, step: Step): Promise<void> {
  const current = await Promise.all(run.asked.map((asked) => readAgain(run.sale, asked)));
  const statuses = concerned[step.action];
  const candidates = run.asked.filter((_, index) => {
    const status = current[index]?.status;
    return status !== undefined && (statuses === undefined || statuses.includes(status));
  });
  const known = candidates[step.nth % Math.max(1, candidates.length)];
  if (known === undefined) return;
  const act = async (store: Store) => {
    const record = step.isStale ? known : await readAgain(run.sale, known);
    if (record !== undefined) await actions[step.action]({ run, store, record });
  };
  await act(run.sale.storeWith(planFault(step.fault).plugin)).catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
  await act(run.sale.store);
}

async function expectAllTickets({ sale }: Run): Promise<void> {
  const shards = await sale.buckets();
  const counters = shards.flatMap(({ available, held, sold }) => [available, held, sold]);
  expect(Math.min(...counters)).toBeGreaterThanOrEqual(0);
  expect(counters.reduce((a, b) => a + b, 0)).toBe(CAPACITY);
}

/** Money has bought tickets or is refunded, and nobody has tickets without money. */
async function expectMoneyAccountedFor({ sale, asked, paid }: Run): Promise<void> {
  for (const known of asked) {
    const record = await readAgain(sale, known);
    const hasTickets = record?.status === 'CONFIRMED';
    const isRefunded = record?.refund !== undefined;
    expect({ hasTickets, isRefunded }).not.toEqual({ hasTickets: true, isRefunded: true });
    expect(hasTickets || isRefunded).toBe(paid.has(known.recordKey));
  }
}

/** What matters most happens most often. */
const likely: readonly Step['action'][] = [
  ...(['pay', 'pay', 'expire', 'expire', 'payLate', 'payLate'] as const),
  ...(['cancel', 'makeIntent', 'erase'] as const),
];

it('any order of holding, paying, ending and faults: every ticket is there once, and every cent', async () => {
  const opened = await openSale({ payment: 'PROVIDER', holdSeconds: 600 });
  const steps = fc.array(
    fc.record({
      asks: fc.boolean(),
      action: fc.constantFrom(...likely),
      nth: fc.nat(7),
      quantity: fc.integer({ min: 1, max: 3 }),
      hasIntent: fc.constantFrom(true, true, false),
      isStale: fc.constantFrom(true, false, false),
      fault: fc.option(
        fc.record({ moment: fc.constantFrom('before', 'after'), error: fc.nat(2) }),
        { nil: undefined },
      ),
    }),
    { minLength: 10, maxLength: 30, size: 'max' },
  );
  const property = fc.asyncProperty(steps, async (planned) => {
    const show = await opened.addShow({
      ...{ payment: 'PROVIDER', holdSeconds: 600, capacity: CAPACITY, buckets: 2 },
    });
    const sale: Sale = {
      ...opened,
      show,
      showNow: () => readShow(opened.store, show.showId, { consistent: true }),
      buckets: () => readStock(opened.store, show),
    };
    const run: Run = { sale, asked: [], paid: new Set() };
    for (const { asks, ...each } of planned) {
      await (asks ? ask(run, each) : take(run, each));
      await expectAllTickets(run);
    }
    await expectSoundBooks(sale);
    await expectMoneyAccountedFor(run);
  });
  await fc.assert(property, {
    numRuns: Number(FAULTS_RUNS),
    ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
    endOnFailure: true,
  });
});
