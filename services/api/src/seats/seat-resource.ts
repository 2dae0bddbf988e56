import type { SeatResource } from '@willcall/contracts';
import { type Handler, ProblemError } from '@willcall/lambda';
import { readSeat, type SeatRecord, type ShowRecord, type Store } from '@willcall/store';
import { findShow } from '../shows/show-resource.ts';

/** `GET /shows/{showId}/seats/{seatId}`. @throws ProblemError SHOW_NOT_FOUND, SEAT_NOT_FOUND */
export const getSeat =
  (store: Store<'shows' | 'seats'>): Handler<'getSeat'> =>
  async ({ path }) => {
    const { show, seat } = await findSeat(store, path);
    return seatResource(show, seat);
  };

/** The show and the seat of a path, read consistently. @throws ProblemError SHOW_NOT_FOUND, SEAT_NOT_FOUND */
export async function findSeat(
  store: Store<'shows' | 'seats'>,
  { showId, seatId }: { readonly showId: string; readonly seatId: string },
): Promise<{ readonly show: ShowRecord; readonly seat: SeatRecord }> {
  const show = await findShow(store, showId);
  const seat = await readSeat(store, show, seatId);
  if (seat === undefined) throw new ProblemError('SEAT_NOT_FOUND');
  return { show, seat };
}

/** The public view of a seat. Fields are listed one by one, so that the holder is never among them. */
export const seatResource = (
  show: Pick<ShowRecord, 'price'>,
  {
    seatId,
    heldBy,
    price = show.price,
    previousPrice,
    discountPercentage,
    isDiscounted,
    lastPriceChangeAt,
  }: SeatRecord,
): SeatResource => ({
  seatId,
  state: heldBy === undefined ? 'FREE' : 'SOLD',
  price,
  ...(previousPrice === undefined ? {} : { previousPrice }),
  ...(discountPercentage === undefined ? {} : { discountPercentage }),
  ...(isDiscounted === undefined ? {} : { isDiscounted }),
  ...(lastPriceChangeAt === undefined ? {} : { lastPriceChangeAt }),
});
