import type { ShowWithStock } from '@willcall/contracts';
import { readStock, type ShowRecord, type Store } from '@willcall/store';
import { showResource } from './show-resource.ts';
import { sumStock } from './sum-stock.ts';

/** A show as anybody may see it, with how many tickets its buckets hold. */
export async function showWithStock(
  store: Store<'stock'>,
  show: ShowRecord,
): Promise<ShowWithStock> {
  const { available } = sumStock(await readStock(store, show));
  return { ...showResource(show), available };
}
