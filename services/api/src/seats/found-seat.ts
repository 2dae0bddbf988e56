import { SeatId } from '@willcall/contracts';
import { ProblemError } from '@willcall/lambda';
import { readSeat, type SeatRecord, type ShowRecord, type Store } from '@willcall/store';
import { foundShow } from '../shows/found-show.ts';

/** The show and the seat of a path, read consistently. @throws ProblemError SHOW_NOT_FOUND, SEAT_NOT_FOUND */
export async function foundSeat(
  store: Store<'shows' | 'seats'>,
  path: { readonly showId?: unknown; readonly seatId?: unknown },
): Promise<{ readonly show: ShowRecord; readonly seat: SeatRecord }> {
  const show = await foundShow(store, path.showId);
  const id = SeatId.safeParse(path.seatId);
  const seat = id.success ? await readSeat(store, show, id.data) : undefined;
  if (seat === undefined) throw new ProblemError('SEAT_NOT_FOUND');
  return { show, seat };
}
