import type { ShowWithStock } from '@willcall/contracts';
import { ProblemError } from '@willcall/lambda';
import { readShow, readStock, type ShowRecord, type Store, StoreError } from '@willcall/store';
import { showResource } from './show-resource.ts';
import { sumStock } from './sum-stock.ts';

/**
 * A show as anybody may see it, with how many tickets its buckets hold.
 *
 * @throws ProblemError SHOW_NOT_FOUND when it was removed since it was read; StoreError
 *   STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function showWithStock(
  store: Store<'shows' | 'stock'>,
  show: ShowRecord,
): Promise<ShowWithStock> {
  const buckets = await readStock(store, show).catch((error: unknown) =>
    orRemoved(store, show, error),
  );
  return { ...showResource(show), available: sumStock(buckets).available };
}

async function orRemoved(
  store: Store<'shows'>,
  { showId }: ShowRecord,
  error: unknown,
): Promise<never> {
  const isMissing = error instanceof StoreError && error.code === 'STOCK_MISSING';
  if (!isMissing || (await readShow(store, showId, { consistent: true })) !== undefined) {
    throw error;
  }
  throw new ProblemError('SHOW_NOT_FOUND', { cause: error });
}
