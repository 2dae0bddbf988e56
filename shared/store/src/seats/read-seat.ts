import type { Store } from '../store.ts';
import { readSeats } from './read-seats.ts';
import type { SeatRecord } from './seat-record.ts';

/**
 * A seat, read consistently, or undefined when the show has none of this id: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export const readSeat = async (
  store: Store<'seats'>,
  show: { readonly showId: string; readonly buckets: number },
  seatId: string,
): Promise<SeatRecord | undefined> => (await readSeats(store, show, [seatId])).get(seatId);
