import { type ConfirmedPurchase, cancelPurchase, type ShowRecord } from '@willcall/store';
import type { ShowJobsDependencies } from '../turn/dependencies.ts';

/**
 * Cancels a purchase of a show that will not take place, by the request that cancelled the show.
 * Repeating it changes nothing.
 *
 * @returns that the purchase is cancelled now, by this call or before it.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function cancelWithShow(
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { store, clock, random, wait }: ShowJobsDependencies,
): Promise<boolean> {
  const at = clock().toISOString();
  const { correlationId } = show;
  await cancelPurchase(store, purchase, show, { at, correlationId, random, wait });
  return true;
}
