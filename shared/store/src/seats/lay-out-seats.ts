import type { Store } from '../store.ts';
import { writeItems } from '../write-items.ts';
import { newSeat, type SeatOrigin } from './new-seat.ts';

/**
 * Writes the first seats of a show that is not there yet, 1 write unit each, so that the show can be
 * recorded whole by its one transaction:
 *
 *     seats (of an id that nobody knows) ── show and stock ✓ ── the show has all of its seats
 *     seats ── crash ✗ ── there is no show; nothing leads to the seats
 *
 * @param seatIds each named once.
 * @throws StoreError STORE_UNAVAILABLE: the show must then not be recorded.
 */
export async function layOutSeats(
  store: Store<'seats'>,
  show: { readonly showId: string; readonly buckets: number },
  seatIds: readonly string[],
  origin: SeatOrigin,
): Promise<void> {
  const writes = seatIds.map((id) => ({ PutRequest: { Item: newSeat(show, id, origin) } }));
  await writeItems(store, store.tables.seats, writes, 'write the seats');
}
