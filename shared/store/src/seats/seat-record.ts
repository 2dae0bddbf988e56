import { Instant, Money } from '@willcall/contracts';
import * as z from 'zod';
import { type ShardedShow, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readItems } from '../read-items.ts';

/** A seat as stored. */
export const SeatRecord = z.object({
  /** The show and the shard: the seats of one show are spread over partitions. */
  seatBucket: z.string(),
  seatId: z.string(),
  showId: z.string(),
  /** The purchase that holds it (`purchaseRef`); a seat without one is free. */
  heldBy: z.string().optional(),
  /** The seat's own price; the show's when there is none. */
  price: Money.optional(),
  /** Counts the changes of the seat's own price. */
  priceVersion: z.int().min(0).default(0),
  /** What the latest change of its own price took the place of, its own before or the show's, and the show's name: what the stream tells of it. */
  replacedPrice: Money.optional(),
  showName: z.string().optional(),
  /** What the latest processed change of its own price left; `stampedVersion` is the one that it was. */
  previousPrice: Money.optional(),
  discountPercentage: z.number().optional(),
  isDiscounted: z.boolean().optional(),
  lastPriceChangeAt: Instant.optional(),
  stampedVersion: z.int().optional(),
  createdAt: Instant,
  /** When its price was last changed, and by which request. */
  updatedAt: Instant.optional(),
  correlationId: z.string().default('unknown'),
});
export type SeatRecord = z.infer<typeof SeatRecord>;

/** When a seat is made, and by which request. */
export type SeatOrigin = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** A seat as it is made: free, at the show's price. */
export const makeSeatRecord = (
  show: ShardedShow,
  seatId: string,
  { at, correlationId }: SeatOrigin,
): SeatRecord => ({
  ...seatKey(show, seatId),
  showId: show.showId,
  priceVersion: 0,
  createdAt: at,
  correlationId,
});

/**
 * A seat, read consistently, or undefined when the show has none of this id: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export const readSeat = async (
  store: Store<'seats'>,
  show: ShardedShow,
  seatId: string,
): Promise<SeatRecord | undefined> => (await readSeats(store, show, [seatId])).get(seatId);

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
  show: ShardedShow,
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
