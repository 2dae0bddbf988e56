import { type HttpEvent, readRequest } from '@willcall/lambda';
import {
  type ConfirmedPurchase,
  cancelPending,
  cancelPurchase,
  type PurchaseRecord,
  readShow,
  StoreError,
} from '@willcall/store';
import type { PurchaseDependencies } from './dependencies.ts';
import { foundPurchase } from './found-purchase.ts';
import { hasBegun } from './has-begun.ts';

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
 * @throws ProblemError as foundPurchase; StoreError STORE_UNAVAILABLE: repeating it is safe.
 */
export async function giveBack(
  event: HttpEvent,
  dependencies: PurchaseDependencies,
): Promise<PurchaseRecord> {
  const { store, clock } = dependencies;
  const { correlationId } = readRequest(event);
  for (let race = 0; race < MOST_RACES_LOST; race += 1) {
    const found = await foundPurchase(event, dependencies, { consistent: true });
    const { userId, purchaseId, record } = found;
    if (record !== undefined) return giveBackRecord(record, correlationId, dependencies);
    const at = clock().toISOString();
    const cancelled = await cancelPending(store, { userId, purchaseId, at, correlationId });
    if (cancelled === undefined) continue; // Decided between the two.
    tell(cancelled, dependencies);
    return cancelled;
  }
  throw new StoreError('STORE_UNAVAILABLE', 'The purchase was neither there nor to be put there');
}

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
  const given = await cancelPurchase(store, record, show, { at, correlationId, random, wait });
  tell(given, dependencies);
  return given;
}

export const isConfirmed = (record: PurchaseRecord | undefined): record is ConfirmedPurchase =>
  record?.status === 'CONFIRMED';

function tell(
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
