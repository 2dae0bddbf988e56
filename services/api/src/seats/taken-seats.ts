import type { TakenSeats } from '@willcall/contracts';
import type { Handler } from '@willcall/lambda';
import { listTakenSeats as listRecords, type Store } from '@willcall/store';
import { type Copies, keepCopies } from '../caches/copies.ts';
import { SHARED_CACHE_CONTROL } from '../shows/public-show.ts';
import { findShow } from '../shows/show-resource.ts';

/** Kept lists. One of 20,000 seats takes about a megabyte, so they take a tenth of the function's memory. */
const MAX_LISTS = 50;

/** The taken seats of shows as an environment read them. Its readings throw ProblemError SHOW_NOT_FOUND. */
type TakenCopies = Copies<TakenSeats>;

type Seams = { readonly clock: () => Date };

/** Copies the taken seats of shows for a second. */
export const copyTakenSeats = (store: Store<'shows' | 'seats'>, seams: Seams): TakenCopies =>
  keepCopies((showId) => readTaken(store, showId, seams), { ...seams, most: MAX_LISTS });

async function readTaken(
  store: Store<'shows' | 'seats'>,
  showId: string,
  { clock }: Seams,
): Promise<TakenSeats> {
  const at = clock().toISOString();
  const show = await findShow(store, showId);
  return { taken: show.seating === 'GENERAL' ? [] : await listRecords(store, show), at };
}

/**
 * `GET /shows/{showId}/seats/taken`: the taken seats of a whole house, read at most once a second in an
 * environment. Its `ETag` is that of the seats: a later look at the same seats is 304.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const listTakenSeats =
  (copies: TakenCopies): Handler<'listTakenSeats'> =>
  async ({ path }) => {
    const answer = await copies.read(path.showId);
    return {
      headers: { 'cache-control': SHARED_CACHE_CONTROL },
      answer,
      tagged: answer.taken,
    };
  };
