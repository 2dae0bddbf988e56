import { randomUUID } from 'node:crypto';
import { known, PAYMENT_TASK_VERSION, type PaymentTask } from '@willcall/contracts';
import type { Seams } from '@willcall/lambda';
import { createPaymentSweep, createPaymentTasks } from '@willcall/payments';
import { type HeldPurchase, type PurchaseRecord, recordIntent } from '@willcall/store';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
import type { Sale, SaleOptions } from '../sale/open-sale.ts';
import { openPaidSale, toHeld } from '../sale/paid-sale.ts';
import { makeSqsRecord } from '../sale/purchase-message.ts';
import { type LocalProvider, openLocalProvider } from './local-provider.ts';

/** A held purchase whose buyer can pay. */
type PayablePurchase = { readonly held: HeldPurchase; readonly clientSecret: string };

/** A paid show in its own tables, and a payment provider, without API and poller. Tests call the functions. */
export type PayingSale = Sale &
  LocalProvider & {
    /** Makes the intent of a hold at the provider and records it. */
    startPayment(held: HeldPurchase): Promise<PayablePurchase>;
    /** The same, and its buyer pays. */
    pay(held: HeldPurchase, method?: string): Promise<HeldPurchase>;
    /** Invokes `payment-tasks` with these tasks, one message each. Returns how many of them failed. */
    runTasks(tasks: readonly Partial<PaymentTask>[], seams?: Seams): Promise<number>;
    /** Has `payment-tasks` look at these purchases. All must succeed. */
    lookAt(purchases: readonly PurchaseRecord[], seams?: Seams): Promise<void>;
    /** Invokes `payment-sweep`. */
    sweep(seams?: Seams): Promise<void>;
  };

/** The stage in the metadata of the intents. */
const STAGE = 'test';

/**
 * Opens a paid sale with a local Stripe. Its functions and the provider have one clock.
 *
 * @example
 * const sale = await openPayingSale({ capacity: 2 });
 * const [ana] = await holdFor(sale, ['ana']);
 * const held = await sale.pay(ana);
 * await sale.lookAt([held]);
 */
export const openPayingSale = async (options: SaleOptions = {}): Promise<PayingSale> => {
  const provider = await openLocalProvider();
  const opened = await openPaidSale(options);
  const { tables, queues } = opened.resources;
  const environment = {
    ...opened.environment,
    DUE_PAYMENTS_TABLE: tables['due-payments'],
    PAYMENTS_QUEUE_URL: queues.payments.url,
    ...makeVariables(provider),
    ...options.env,
  };
  const sale = { ...opened, environment };
  const { clock } = provider;
  const runTasks: PayingSale['runTasks'] = async (tasks, seams = {}) => {
    const run = createPaymentTasks(
      environment,
      asDeployed('payment-tasks', environment, { clock, ...seams }),
    );
    const Records = tasks.map((given) => {
      const task = { version: PAYMENT_TASK_VERSION, correlationId: randomUUID(), ...given };
      return makeSqsRecord(
        JSON.stringify(task),
        known(task.purchase?.purchaseId ?? task.intent, 'purchase or intent'),
      );
    });
    return (await run({ Records }, makeLambdaContext())).batchItemFailures.length;
  };
  const startPayment: PayingSale['startPayment'] = async (held) => {
    const { userId, purchaseId } = held;
    const { amount, currency } = known(held.total, 'total');
    const intent = await provider.stripe.paymentIntents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        allowed_payment_method_types: ['card'],
        metadata: { stage: STAGE, purchaseId, userId },
      },
      { idempotencyKey: `${purchaseId}-1` },
    );
    const payment = { intent: intent.id, attempt: 1 };
    return {
      held: toHeld(await recordIntent(sale.store, held, held.holdUntil, payment)),
      clientSecret: known(intent.client_secret, 'client secret'),
    };
  };
  return {
    ...sale,
    ...provider,
    startPayment,
    pay: async (purchase, method) => {
      const { held, clientSecret } = await startPayment(purchase);
      await provider.confirm(clientSecret, method);
      return held;
    },
    runTasks,
    lookAt: async (purchases, seams) => {
      const failed = await runTasks(
        purchases.map(({ userId, purchaseId }) => ({ purchase: { userId, purchaseId } })),
        seams,
      );
      if (failed > 0) throw new Error(`${failed} of ${purchases.length} tasks failed`);
    },
    sweep: async (seams = {}) => {
      const run = createPaymentSweep(
        environment,
        asDeployed('payment-sweep', environment, { clock, ...seams }),
      );
      await run({}, makeLambdaContext());
    },
  };
};

const makeVariables = ({ payments: { endpoint, keysFile, callsPerSecond } }: LocalProvider) => ({
  PAYMENTS: 'ON',
  WILLCALL_STAGE: STAGE,
  PAYMENT_KEYS_FILE: keysFile,
  PAYMENT_PROVIDER_ENDPOINT: endpoint,
  PAYMENT_CALLS_PER_SECOND: String(callsPerSecond),
});
