import type { DecidedPurchase } from '@willcall/contracts';
import { cancellableUntil, retry } from '@willcall/domain';
import { findPurchase, type Handler, ProblemError, type PurchaseReference } from '@willcall/lambda';
import {
  cancelPending,
  cancelPurchase as cancelRecord,
  erasePurchase as eraseRecord,
  type HeldPurchase,
  type PurchaseRecord,
  readShow,
  releaseHolds,
  requestCancellation,
  StoreError,
} from '@willcall/store';
import { hasBegun, isConfirmed, type PurchaseDependencies } from './changeable-purchase.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `POST /purchases/{purchaseId}/cancel`: 200 with the cancelled purchase, or 202 with a held one whose payment is
 * cancelled first. Repeatable.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, PURCHASE_ERASED, NOT_CANCELLABLE
 */
export const cancelPurchase =
  (dependencies: PurchaseDependencies): Handler<'cancelPurchase'> =>
  ({ caller, path: { purchaseId }, correlationId }) =>
    cancelFor({ userId: caller, purchaseId }, { by: 'buyer', correlationId }, dependencies);

/**
 * `POST /users/{userId}/purchases/{purchaseId}/cancel`: an admin cancels a purchase for its buyer. As `cancelPurchase`,
 * but until the start of the show and without a fee.
 */
export const cancelBuyerPurchase =
  (dependencies: PurchaseDependencies): Handler<'cancelBuyerPurchase'> =>
  ({ path: { userId, purchaseId }, correlationId }) =>
    cancelFor({ userId, purchaseId }, { by: 'admin', correlationId }, dependencies);

/** Who cancels, and by which request. */
type Cancelling = { readonly by: 'buyer' | 'admin'; readonly correlationId: string };

async function cancelFor(
  reference: PurchaseReference,
  cancelling: Cancelling,
  dependencies: PurchaseDependencies,
): Promise<DecidedPurchase> {
  const record = await cancelIfPossible(reference, cancelling, dependencies);
  if (record.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
  const isUnderWay = record.status === 'HELD' && record.cancellationRequestedAt !== undefined;
  if (record.status !== 'CANCELLED' && !isUnderWay) throw new ProblemError('NOT_CANCELLABLE');
  return purchaseResource(record);
}

/**
 * `DELETE /purchases/{purchaseId}`: cancels the purchase if it can still be cancelled, then erases holder
 * and card. In this order, a repeated call finishes an interrupted one. A held purchase that has an intent is erased
 * at once, and cancelled when its payment is.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export const erasePurchase =
  (dependencies: PurchaseDependencies): Handler<'erasePurchase'> =>
  async ({ caller, path: { purchaseId }, correlationId }) => {
    const { store, clock } = dependencies;
    const reference = { userId: caller, purchaseId };
    const cancelling = { by: 'buyer', correlationId } as const;
    const record = await cancelIfPossible(reference, cancelling, dependencies);
    if (record.erasedAt === undefined) await eraseRecord(store, record, clock().toISOString());
    return undefined;
  };

/** A purchase is decided once, gets one intent, and is paid once. */
const MAX_ATTEMPTS = 5;

/**
 * Cancels a purchase if it can still be cancelled:
 *
 *     PENDING                                → CANCELLED; the worker finds the record
 *     HELD without an intent                 → CANCELLED; its tickets are on sale again
 *     HELD with an intent                    → HELD, with the request to cancel it
 *     CONFIRMED, before the show starts      → CANCELLED; its tickets are on sale again, and money without the fee
 *                                              goes back to a buyer, or all of it if an admin cancels
 *     CONFIRMED, after the last moment of a  → unchanged
 *     paid one for its buyer, or the start
 *     the others, and erased ones            → unchanged
 *
 * @returns the resulting record.
 * @throws ProblemError as findPurchase; StoreError STORE_UNAVAILABLE. A retry is safe.
 */
const cancelIfPossible = (
  reference: PurchaseReference,
  cancelling: Cancelling,
  dependencies: PurchaseDependencies,
): Promise<PurchaseRecord> =>
  retry(
    async () => {
      const { correlationId } = cancelling;
      const record = await findPurchase(reference, dependencies, { consistent: true });
      if (record?.erasedAt !== undefined) return record;
      if (record?.status === 'HELD') {
        const held = { ...record, status: record.status };
        return cancelHeld(held, correlationId, dependencies);
      }
      if (record !== undefined) return cancelConfirmed(record, cancelling, dependencies);
      const at = dependencies.clock().toISOString();
      const cancelled = await cancelPending(dependencies.store, {
        ...reference,
        at,
        correlationId,
      });
      if (cancelled === undefined) return 'at-once'; // Decided between read and write.
      reportCancellation(cancelled, dependencies);
      return cancelled;
    },
    {
      attempts: MAX_ATTEMPTS,
      delayMs: () => 0,
      wait: dependencies.wait,
      exhausted: () =>
        new StoreError('STORE_UNAVAILABLE', 'The purchase could be neither read nor cancelled'),
    },
  );

/** @returns `at-once` if the purchase got an intent, was paid or has ended meanwhile. */
async function cancelHeld(
  purchase: HeldPurchase,
  correlationId: string,
  dependencies: PurchaseDependencies,
): Promise<PurchaseRecord | 'at-once'> {
  const { store, clock, random, wait } = dependencies;
  if (purchase.payment !== undefined) {
    const by = { at: clock().toISOString(), correlationId };
    return (await requestCancellation(store, purchase, by)) ?? 'at-once';
  }
  const show = await readShow(store, purchase.showId, { consistent: true });
  if (show === undefined) return purchase;
  const to = { status: 'CANCELLED', correlationId } as const;
  const releases = [{ purchase, intent: undefined, to }];
  const { ended, failed } = await releaseHolds(store, show, releases, { clock, random, wait });
  const [failure] = failed;
  if (failure !== undefined) throw failure.error;
  const [cancelled] = ended;
  if (cancelled === undefined) return 'at-once';
  reportCancellation(cancelled, dependencies);
  return cancelled;
}

async function cancelConfirmed(
  record: PurchaseRecord,
  { by, correlationId }: Cancelling,
  dependencies: PurchaseDependencies,
): Promise<PurchaseRecord> {
  if (!isConfirmed(record)) return record;
  const { store, clock, random, wait } = dependencies;
  const show = await readShow(store, record.showId, { consistent: true });
  const now = clock();
  if (show === undefined || hasBegun(show, now)) return record;
  // Money of a cancelled show goes back in full, whoever is faster.
  const hasRule = by === 'buyer' && record.paidAt !== undefined && show.cancelledAt === undefined;
  if (hasRule && Date.parse(cancellableUntil(show)) <= now.getTime()) return record;
  const fee = hasRule ? (show.refundFee ?? 0) : 0;
  const cancelled = await cancelRecord(store, record, show, {
    ...{ at: now.toISOString(), correlationId, fee, random, wait },
  });
  reportCancellation(cancelled, dependencies);
  return cancelled;
}

function reportCancellation(
  { purchaseId, showId, correlationId }: PurchaseRecord,
  { log, measure }: PurchaseDependencies,
): void {
  measure.count('PurchasesCancelled');
  log.info('Purchase cancelled', {
    purchaseId,
    correlationId,
    ...(showId === undefined ? {} : { showId }),
  });
}
