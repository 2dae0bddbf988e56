import type { StartedPayment } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import {
  type FindPurchase,
  findPurchase,
  type Handler,
  type Observability,
  ProblemError,
  type PurchaseReference,
} from '@willcall/lambda';
import {
  type HeldPurchase,
  readShow,
  recordIntent,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { ProviderError } from '../errors.ts';
import type { PayableIntent, PaymentProvider } from '../provider/payment-provider.ts';
import { chooseWaitSeconds, holdLonger } from './hold-longer.ts';

/** Dependencies of starting a payment. */
export type PayDependencies = Omit<FindPurchase, 'store'> & {
  readonly store: Store<'purchases' | 'shows'>;
  /** Whether the stage takes payments. */
  readonly isOn: boolean;
  readonly provider: PaymentProvider;
  /** The stage in the metadata of intents. */
  readonly stage: string;
  readonly clock: () => Date;
  readonly random: () => number;
} & Pick<Observability, 'log' | 'measure'>;

/**
 * `POST /purchases/{purchaseId}/payment`: makes or finds the intent of a held purchase, and answers the secret by
 * which its buyer pays. Repeatable: the same intent is answered, as long as it is not canceled.
 *
 * **A secret is answered only of an intent that the purchase has recorded.** An intent that could not be recorded is
 * cancelled. Where even that is unknown, because a service did not answer, nobody has its secret, so it takes no money.
 *
 * Costs 1.5 read units, 1 write unit for an intent and 1 for each request to the provider.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, PURCHASE_ERASED, NOT_PAYABLE, TOO_MANY_PAYMENTS,
 *   PROVIDER_UNAVAILABLE
 */
export const startPayment =
  (dependencies: PayDependencies): Handler<'startPayment'> =>
  async ({ caller, path: { purchaseId } }) => {
    const reference = { userId: caller, purchaseId };
    const answer = await retry<StartedPayment>(() => findOrMakeIntent(reference, dependencies), {
      attempts: MAX_ROUNDS,
      exhausted: () => new ProblemError('PROVIDER_UNAVAILABLE', { retryAfterSeconds: 1 }),
    });
    dependencies.measure.count('PaymentsStarted');
    return answer;
  };

/** Only a change of the purchase at that moment needs a further round. */
const MAX_ROUNDS = 4;

/** Seconds before a request that the provider failed is sent again. */
const PROVIDER_RETRY_SECONDS = 5;

async function findOrMakeIntent(
  reference: PurchaseReference,
  dependencies: PayDependencies,
): Promise<StartedPayment | 'again'> {
  const { provider, store, measure } = dependencies;
  const { purchase, show } = await findPayable(reference, dependencies);
  try {
    const recorded = purchase.payment && (await provider.readIntent(purchase.payment.intent));
    if (recorded !== undefined && recorded.status !== 'canceled')
      return toAnswer(purchase, recorded);
    const { intent, attempt } = await makeIntent(purchase, dependencies);
    const payment = { intent: intent.id, attempt };
    const held = await recordIntent(store, purchase, purchase.holdUntil, payment, recorded?.id);
    if (held !== undefined) return toAnswer(held, intent);
    await cancelUnlessRecorded(reference, intent.id, dependencies);
    return 'again';
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.code === 'RATE_LIMITED') return refuseForNow({ purchase, show }, dependencies);
    if (error.code !== 'PROVIDER_UNAVAILABLE') throw error;
    measure.count('ProviderUnavailable');
    throw new ProblemError('PROVIDER_UNAVAILABLE', {
      retryAfterSeconds: PROVIDER_RETRY_SECONDS,
      cause: error,
    });
  }
}

/** A held purchase that can be paid, and its show. */
type Payable = { readonly purchase: HeldPurchase; readonly show: ShowRecord };

/** @throws ProblemError if the purchase cannot be paid */
async function findPayable(
  reference: PurchaseReference,
  { isOn, store, keys, clock }: PayDependencies,
): Promise<Payable> {
  const record = await findPurchase(reference, { store, keys }, { consistent: true });
  if (record?.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
  if (!isOn || record?.status !== 'HELD' || record.cancellationRequestedAt !== undefined) {
    throw new ProblemError('NOT_PAYABLE');
  }
  const show = await readShow(store, record.showId, { consistent: false });
  const isOver = Date.parse(record.holdUntil) <= clock().getTime();
  if (isOver || show === undefined || show.cancelledAt !== undefined) {
    throw new ProblemError('NOT_PAYABLE');
  }
  return { purchase: { ...record, status: record.status }, show };
}

/** Each intent that was canceled before it was recorded uses an attempt up. */
const MAX_ATTEMPTS = 10;

/**
 * Makes the first intent of a purchase that is not canceled. Everything about it comes from the record.
 *
 * @throws ProviderError
 */
async function makeIntent(
  { purchaseId, userId, total, payment }: HeldPurchase,
  { provider, stage }: PayDependencies,
): Promise<{ readonly intent: PayableIntent; readonly attempt: number }> {
  const first = (payment?.attempt ?? 0) + 1;
  for (let attempt = first; attempt < first + MAX_ATTEMPTS; attempt += 1) {
    const order = { stage, purchaseId, userId, attempt, amount: total };
    const intent = await provider.createIntent(order);
    if (intent.status !== 'canceled') return { intent, attempt };
  }
  throw new ProviderError('PROVIDER_UNAVAILABLE', 'Each intent of the purchase was canceled');
}

/**
 * Cancels an intent that the purchase does not take. Nobody has its secret, so a failure changes nothing.
 *
 *     record a ✓ ── reply lost ── record a ✗ ── read: a is recorded ── answer it
 *     record a ✗ ── read: no longer held, or b is recorded ── cancel a
 */
async function cancelUnlessRecorded(
  reference: PurchaseReference,
  intent: string,
  { store, keys, provider, log }: PayDependencies,
): Promise<void> {
  const current = await findPurchase(reference, { store, keys }, { consistent: true });
  if (current?.payment?.intent === intent) return;
  try {
    await provider.cancelIntent(intent);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { purchaseId } = reference;
    log.warn('An intent that was not recorded could not be cancelled', { purchaseId, error });
  }
}

const toAnswer = (
  { total, holdUntil }: HeldPurchase,
  { clientSecret, publishableKey }: PayableIntent,
): StartedPayment => ({
  provider: 'stripe',
  clientSecret,
  publishableKey,
  amount: total,
  holdUntil,
});

/**
 * Tells the buyer to try again, and holds the tickets longer by that time.
 *
 * @throws ProblemError TOO_MANY_PAYMENTS
 */
async function refuseForNow(
  { purchase, show }: Payable,
  { store, random, measure }: PayDependencies,
): Promise<never> {
  const retryAfterSeconds = chooseWaitSeconds(random);
  await holdLonger(store, purchase, show, retryAfterSeconds);
  measure.count('PaymentsOverRate');
  throw new ProblemError('TOO_MANY_PAYMENTS', { retryAfterSeconds });
}
