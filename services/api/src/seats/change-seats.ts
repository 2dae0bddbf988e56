import { isDeepStrictEqual } from 'node:util';
import type { Money, ProblemCode } from '@willcall/contracts';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  addSeats as addRecords,
  changeSeatPrice,
  type RemovedSeat,
  removeSeat as removeRecord,
  type SeatsRefusal,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { retryUntilWritten } from '../shows/change-show.ts';
import { findUnchargeable } from '../shows/chargeable-price.ts';
import { findShow, throwNotFoundIfRemoved } from '../shows/show-resource.ts';
import { findSeat, seatResource } from './seat-resource.ts';

/** Dependencies of the routes that change seats. */
type SeatDependencies = {
  readonly store: Store<'shows' | 'stock' | 'journal' | 'seats'>;
  readonly clock: () => Date;
  readonly random: () => number;
};

const refusedAddition = {
  'no-such-show': 'SHOW_NOT_FOUND',
  'wrong-seating': 'WRONG_SEATING',
  'show-cancelled': 'SHOW_CANCELLED',
  'too-many-seats': 'TOO_MANY_SEATS',
} as const satisfies Record<SeatsRefusal, ProblemCode>;

/**
 * `PUT /shows/{showId}/seats`: adds the seats that the show does not have yet. Existing seats do not
 * change, so the call is repeatable.
 *
 * @throws ProblemError SHOW_NOT_FOUND, WRONG_SEATING, SHOW_CANCELLED, TOO_MANY_SEATS
 */
export const addSeats =
  ({ store, clock, random }: SeatDependencies): Handler<'addSeats'> =>
  async ({ path: { showId }, body: { seats }, correlationId }) => {
    const show = await findShow(store, showId);
    const at = clock().toISOString();
    const result = await addRecords(store, show, seats, { at, correlationId, random });
    if (typeof result === 'string') throw new ProblemError(refusedAddition[result]);
    const { capacity } = await findShow(store, showId);
    const { added } = result;
    return { added, existing: seats.length - added, capacity };
  };

/**
 * `PATCH /shows/{showId}/seats/{seatId}`: sets a free seat's own price. Setting the same price again
 * changes and announces nothing.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, SEAT_NOT_FOUND, SEAT_SOLD, STORE_UNAVAILABLE
 */
export const changeSeat =
  ({ store, clock, random }: SeatDependencies): Handler<'changeSeat'> =>
  ({ path, body: { price }, correlationId }) =>
    retryUntilWritten(async () => {
      const { show, seat } = await findSeat(store, path);
      requireValidPrice(show, price);
      if (seat.heldBy !== undefined) throw new ProblemError('SEAT_SOLD');
      if (isDeepStrictEqual(price, seat.price)) return seatResource(show, seat);
      const at = clock().toISOString();
      const changed = await changeSeatPrice(store, show, seat, { price, at, correlationId });
      // The seat was sold, repriced or removed since it was read. The next read shows which.
      if (changed === 'refused' || changed === 'no-such-seat') return 'refused';
      return seatResource(show, changed);
    }, random);

function requireValidPrice(show: ShowRecord, price: Money): void {
  const { currency } = show.price;
  const errors =
    price.currency === currency
      ? findUnchargeable(show, price)
      : [{ path: 'price.currency', message: `must be the show's currency, ${currency}` }];
  if (errors.length > 0) throw new ProblemError('INVALID_REQUEST', { errors });
}

const refusedRemoval = {
  sold: 'SEAT_SOLD',
  'no-such-seat': 'SEAT_NOT_FOUND',
  'no-such-show': 'SHOW_NOT_FOUND',
} as const satisfies Record<Exclude<RemovedSeat, 'removed'>, ProblemCode>;

/**
 * `DELETE /shows/{showId}/seats/{seatId}`: removes a free seat.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SEAT_NOT_FOUND, SEAT_SOLD
 */
export const removeSeat =
  ({ store, clock, random }: SeatDependencies): Handler<'removeSeat'> =>
  async ({ path, correlationId }) => {
    const show = await findShow(store, path.showId);
    const at = clock().toISOString();
    const result = await removeRecord(store, show, path.seatId, {
      at,
      correlationId,
      random,
    }).catch((error: unknown) => throwNotFoundIfRemoved(store, show, error));
    if (result !== 'removed') throw new ProblemError(refusedRemoval[result]);
    return undefined;
  };
