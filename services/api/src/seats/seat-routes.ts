import type { PurchaseIdKeys } from '@willcall/domain';
import { type HttpFunction, httpStack, type Observability } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { deleteSeat } from './delete-seat.ts';
import { getSeat } from './get-seat.ts';
import { getSeats } from './get-seats.ts';
import { patchSeat } from './patch-seat.ts';
import { putSeats, type SeatSeams } from './put-seats.ts';
import { seatMaps } from './seat-map.ts';

/** The seats of a show with reserved seating: adding, reading, repricing and removing them. */
export function seatRoutes(
  observability: Observability,
  store: Store<'shows' | 'stock' | 'seats'>,
  { keys, ...seams }: SeatSeams & { readonly keys: () => Promise<PurchaseIdKeys> },
): Readonly<Record<string, HttpFunction>> {
  const map = getSeats(seatMaps(store, keys), keys);
  const takesBody = { takesBody: true };
  return {
    'GET /shows/{showId}/seats': httpStack(observability, map),
    'PUT /shows/{showId}/seats': httpStack(observability, putSeats(store, seams), takesBody),
    'GET /shows/{showId}/seats/{seatId}': httpStack(observability, getSeat(store)),
    'PATCH /shows/{showId}/seats/{seatId}': httpStack(
      observability,
      patchSeat(store, seams.clock),
      takesBody,
    ),
    'DELETE /shows/{showId}/seats/{seatId}': httpStack(observability, deleteSeat(store, seams)),
  };
}
