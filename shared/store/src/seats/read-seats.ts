import { readItems } from '../read-items.ts';
import type { Store } from '../store.ts';
import { seatKey } from './seat-keys.ts';
import { SeatRecord } from './seat-record.ts';

/**
 * A consistent look at the named seats of a show: 1 read unit each, unknown ones too. They are read one
 * beside the other, not at one instant.
 *
 * @returns by seat id; a seat that the show does not have is missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readSeats(
  store: Store<'seats'>,
  show: { readonly showId: string; readonly buckets: number },
  seatIds: readonly string[],
): Promise<Map<string, SeatRecord>> {
  const seats = await readItems(store, {
    table: store.tables.seats,
    keys: [...new Set(seatIds)].map((seatId) => seatKey(show, seatId)),
    schema: SeatRecord,
    what: 'seats',
  });
  return new Map(seats.map((seat) => [seat.seatId, seat]));
}
