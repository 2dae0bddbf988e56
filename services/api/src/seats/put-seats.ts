import { type ProblemCode, type SeatsAdded, SeatsRequest } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  parse,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import { addSeats, type SeatsRefusal, type Store } from '@willcall/store';
import { foundShow } from '../shows/found-show.ts';

/** What a route that changes seats needs besides the tables. */
export type SeatSeams = { readonly clock: () => Date; readonly random: () => number };

const problemOf = {
  'no-such-show': 'SHOW_NOT_FOUND',
  'wrong-seating': 'WRONG_SEATING',
  'show-cancelled': 'SHOW_CANCELLED',
  'too-many-seats': 'TOO_MANY_SEATS',
} as const satisfies Record<SeatsRefusal, ProblemCode>;

/**
 * `PUT /shows/{showId}/seats`: the show is to have these seats; those that it has stay as they are, so
 * that the call may be repeated.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, WRONG_SEATING, SHOW_CANCELLED, TOO_MANY_SEATS
 */
export const putSeats =
  (store: Store<'shows' | 'stock' | 'seats'>, { clock, random }: SeatSeams) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, path, correlationId } = readRequest(event);
    const { seats } = parse(SeatsRequest, body);
    const show = await foundShow(store, path.showId);
    const at = clock().toISOString();
    const result = await addSeats(store, show, seats, { at, correlationId, random });
    if (typeof result === 'string') throw new ProblemError(problemOf[result]);
    const { capacity } = await foundShow(store, path.showId);
    const { added } = result;
    const answer: SeatsAdded = { added, existing: seats.length - added, capacity };
    return { status: 200, body: answer };
  };
