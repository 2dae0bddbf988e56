import { type ProblemCode, SeatId } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import { type RemovedSeat, removeSeat, type Store } from '@willcall/store';
import { foundShow } from '../shows/found-show.ts';
import type { SeatSeams } from './put-seats.ts';

const problemOf = {
  sold: 'SEAT_SOLD',
  'no-such-seat': 'SEAT_NOT_FOUND',
  'no-such-show': 'SHOW_NOT_FOUND',
} as const satisfies Record<Exclude<RemovedSeat, 'removed'>, ProblemCode>;

/**
 * `DELETE /shows/{showId}/seats/{seatId}`: takes a free seat out of the house.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SEAT_NOT_FOUND, SEAT_SOLD
 */
export const deleteSeat =
  (store: Store<'shows' | 'stock' | 'seats'>, { clock, random }: SeatSeams) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { path, correlationId } = readRequest(event);
    const show = await foundShow(store, path.showId);
    const id = SeatId.safeParse(path.seatId);
    if (!id.success) throw new ProblemError('SEAT_NOT_FOUND');
    const at = clock().toISOString();
    const result = await removeSeat(store, show, id.data, { at, correlationId, random });
    if (result !== 'removed') throw new ProblemError(problemOf[result]);
    return { status: 204 };
  };
