import { retry } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  cancelPending,
  cancelPurchase as cancelRecord,
  erasePurchase as eraseRecord,
  type PurchaseRecord,
  readShow,
  StoreError,
} from '@willcall/store';
import {
  type AskedPurchase,
  findPurchase,
  hasBegun,
  isConfirmed,
  type PurchaseDependencies,
} from './find-purchase.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `POST /purchases/{purchaseId}/cancel`: 200 with the cancelled purchase, however often it is repeated.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, PURCHASE_ERASED, NOT_CANCELLABLE
 */
export const cancelPurchase =
  (dependencies: PurchaseDependencies): Handler<'cancelPurchase'> =>
  async ({ caller, path: { purchaseId }, correlationId }) => {
    const asked = { userId: caller, purchaseId };
    const record = await giveBack(asked, correlationId, dependencies);
    if (record.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
    if (record.status !== 'CANCELLED') throw new ProblemError('NOT_CANCELLABLE');
    return purchaseResource(record);
  };

/**
 * `DELETE /purchases/{purchaseId}`: gives back what can be given back, then erases holder and card. Two
 * writes in this order, so that a repeat finishes what was interrupted between them.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export const erasePurchase =
  (dependencies: PurchaseDependencies): Handler<'erasePurchase'> =>
  async ({ caller, path: { purchaseId }, correlationId }) => {
    const { store, clock } = dependencies;
    const asked = { userId: caller, purchaseId };
    const record = await giveBack(asked, correlationId, dependencies);
    if (record.erasedAt === undefined) await eraseRecord(store, record, clock().toISOString());
    return undefined;
  };

/** One is enough: a purchase is decided once. */
const MOST_RACES_LOST = 3;

/**
 * Gives back what a purchase holds, as far as that can still be done:
 *
 *     PENDING                                → CANCELLED, which its message will find
 *     CONFIRMED, before the show begins      → CANCELLED, its tickets on sale again
 *     CONFIRMED, once the show has begun     → stays
 *     REJECTED, FAILED, CANCELLED, erased    → stays
 *
 * @returns the record as it stands then.
 * @throws ProblemError as findPurchase; StoreError STORE_UNAVAILABLE: repeating it is safe.
 */
const giveBack = (
  asked: AskedPurchase,
  correlationId: string,
  dependencies: PurchaseDependencies,
): Promise<PurchaseRecord> =>
  retry(
    async () => {
      const record = await findPurchase(asked, dependencies, { consistent: true });
      if (record !== undefined) return giveBackRecord(record, correlationId, dependencies);
      const at = dependencies.clock().toISOString();
      const cancelled = await cancelPending(dependencies.store, { ...asked, at, correlationId });
      if (cancelled === undefined) return 'at-once'; // Decided between the two.
      recordCancellation(cancelled, dependencies);
      return cancelled;
    },
    {
      attempts: MOST_RACES_LOST,
      delayMs: () => 0,
      wait: dependencies.wait,
      exhausted: () =>
        new StoreError('STORE_UNAVAILABLE', 'The purchase was neither there nor to be put there'),
    },
  );

async function giveBackRecord(
  record: PurchaseRecord,
  correlationId: string,
  dependencies: PurchaseDependencies,
): Promise<PurchaseRecord> {
  if (!isConfirmed(record) || record.erasedAt !== undefined) return record;
  const { store, clock, random, wait } = dependencies;
  const show = await readShow(store, record.showId, { consistent: true });
  const now = clock();
  if (show === undefined || hasBegun(show, now)) return record;
  const at = now.toISOString();
  const given = await cancelRecord(store, record, show, { at, correlationId, random, wait });
  recordCancellation(given, dependencies);
  return given;
}

function recordCancellation(
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
