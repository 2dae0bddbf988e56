import { isDeepStrictEqual } from 'node:util';
import { type Money, SeatChange } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  parse,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import { changeSeatPrice, type ShowRecord, type Store } from '@willcall/store';
import { foundSeat } from './found-seat.ts';
import { seatResource } from './seat-resource.ts';

/** More than admins will ever change one seat's price in the same moment. */
const MOST_ATTEMPTS = 5;
const RETRY_AFTER_SECONDS = 1;

/**
 * `PATCH /shows/{showId}/seats/{seatId}`: a price of the seat's own, while it is free. The price that it
 * has of its own already is not changed, and not announced.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, SEAT_NOT_FOUND, SEAT_SOLD, STORE_UNAVAILABLE
 */
export const patchSeat =
  (store: Store<'shows' | 'seats'>, clock: () => Date) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, path, correlationId } = readRequest(event);
    const { price } = parse(SeatChange, body);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const { show, seat } = await foundSeat(store, path);
      requireCurrencyOf(show, price);
      if (seat.heldBy !== undefined) throw new ProblemError('SEAT_SOLD');
      if (isDeepStrictEqual(price, seat.price)) {
        return { status: 200, body: seatResource(show, seat) };
      }
      const at = clock().toISOString();
      const changed = await changeSeatPrice(store, show, seat, { price, at, correlationId });
      // It was sold or repriced since it was read, or removed: the next look tells.
      if (changed === 'refused' || changed === 'no-such-seat') continue;
      return { status: 200, body: seatResource(show, changed) };
    }
    throw new ProblemError('STORE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  };

function requireCurrencyOf(show: ShowRecord, { currency }: Money): void {
  if (currency === show.price.currency) return;
  throw new ProblemError('INVALID_REQUEST', {
    errors: [{ path: 'price.currency', message: `must be the show's own, ${show.price.currency}` }],
  });
}
