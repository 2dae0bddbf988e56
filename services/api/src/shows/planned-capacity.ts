import { resizeStock } from '@willcall/domain';
import { ProblemError } from '@willcall/lambda';
import { readStock, type ShowChanges, type ShowRecord, type Store } from '@willcall/store';
import { foundShow } from './found-show.ts';

/**
 * How the stock follows a new capacity, by a consistent look. Each try after a conflict adds to half as
 * many buckets: all of them at once are hardly ever free while the sale runs.
 *
 * The buckets are not read at one instant. While tickets only go, a sum that is too small is too small
 * still; whether some came back in between, or another request has lowered the capacity, tells a second
 * look at the show:
 *
 *     show: returns 7 ── the stock adds up to too little ── show: returns 7 ✓ too many are sold
 *                                                        └─ show: returns 8   look again
 *
 * @throws ProblemError CAPACITY_BELOW_SOLD, SHOW_NOT_FOUND; StoreError STORE_UNAVAILABLE
 */
export async function plannedCapacity(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  to: number,
  { nth, random }: { readonly nth: number; readonly random: () => number },
): Promise<NonNullable<ShowChanges['capacity']> | 'refused'> {
  const left = (await readStock(store, seen)).map(({ available }) => available);
  const widest = Math.max(1, Math.floor(seen.buckets / 2 ** nth));
  const stock = resizeStock({ difference: to - seen.capacity, seen: left, widest, random });
  if (stock !== undefined) return { to, stock };
  const now = await foundShow(store, seen.showId);
  if (now.returns !== seen.returns || now.capacity !== seen.capacity) return 'refused';
  throw new ProblemError('CAPACITY_BELOW_SOLD');
}
