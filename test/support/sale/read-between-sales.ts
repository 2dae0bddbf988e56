import { readShowAndStock, type ShowAndStock, type Store, StoreError } from '@willcall/store';
import { PATIENCE_MS, scaledTimeout } from '../backend/scaled-timeout.ts';

/**
 * Reads a show and its stock at one instant during a sale. Sales cancel such a read, so it is repeated
 * until it falls between two of them, however long that takes on a busy machine.
 */
export async function readBetweenSales(
  store: Store,
  showId: string,
  buckets: number,
): Promise<ShowAndStock> {
  const patience = AbortSignal.timeout(scaledTimeout(PATIENCE_MS));
  for (;;) {
    try {
      const seen = await readShowAndStock(store, showId, buckets);
      if (seen === undefined) throw new Error('The show is gone');
      return seen;
    } catch (error) {
      const isUnavailable = error instanceof StoreError && error.code === 'STORE_UNAVAILABLE';
      if (!isUnavailable || patience.aborted) throw error;
    }
  }
}
