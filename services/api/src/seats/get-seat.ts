import { type HttpEvent, type HttpReply, readRequest } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { foundSeat } from './found-seat.ts';
import { seatResource } from './seat-resource.ts';

/** `GET /shows/{showId}/seats/{seatId}`. @throws ProblemError SHOW_NOT_FOUND, SEAT_NOT_FOUND */
export const getSeat =
  (store: Store<'shows' | 'seats'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { show, seat } = await foundSeat(store, readRequest(event).path);
    return { status: 200, body: seatResource(show, seat) };
  };
