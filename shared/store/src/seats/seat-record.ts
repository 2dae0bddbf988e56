import { Instant, Money } from '@willcall/contracts';
import * as z from 'zod/mini';
import type { UnreadableRecord } from '../errors.ts';
import { type ShardedShow, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type RecordKind, readItems } from '../read-items.ts';

/** A seat as stored. */
export const SeatRecord = z.object({
  /** The partition key: show id and shard. The seats of a show are spread over partitions. */
  seatBucket: z.string(),
  seatId: z.string(),
  showId: z.string(),
  /** The purchase that holds the seat (`purchaseRef`). A seat without one is free. */
  heldBy: z.optional(z.string()),
  /** The seat's own price. Without one, the show's price applies. */
  price: z.optional(Money),
  /** Counts changes of the seat's own price. */
  priceVersion: z._default(z.int().check(z.gte(0)), 0),
  /**
   * The price before the latest change, the seat's own or the show's, and the name of the show. The
   * stream puts both into the event.
   */
  replacedPrice: z.optional(Money),
  showName: z.optional(z.string()),
  /**
   * Set by the latest processed change of the seat's own price. `stampedVersion` is its version.
   */
  previousPrice: z.optional(Money),
  discountPercentage: z.optional(z.number()),
  isDiscounted: z.optional(z.boolean()),
  lastPriceChangeAt: z.optional(Instant),
  stampedVersion: z.optional(z.int()),
  createdAt: Instant,
  /** When and by which request the price last changed. */
  updatedAt: z.optional(Instant),
  correlationId: z._default(z.string(), 'unknown'),
});
export type SeatRecord = z.infer<typeof SeatRecord>;

/** Seats among the stored records. */
export const seatKind = {
  table: 'seats',
  schema: SeatRecord,
  what: 'the seat',
} as const satisfies RecordKind<'seats', typeof SeatRecord>;

/** When and by which request a seat is created. */
export type SeatOrigin = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** Creates the record of a new seat: free, at the price of the show. */
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
 * Reads a seat, consistently: 1 read unit. Undefined if the show does not have it.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export const readSeat = async (
  store: Store<'seats'>,
  show: ShardedShow,
  seatId: string,
): Promise<SeatRecord | undefined> => {
  const { seats, unreadable } = await readSeats(store, show, [seatId]);
  const error = unreadable.get(seatId);
  if (error !== undefined) throw error;
  return seats.get(seatId);
};

/** Seats by id, and the errors of those that cannot be read. */
type Seats = {
  readonly seats: Map<string, SeatRecord>;
  readonly unreadable: Map<string, UnreadableRecord>;
};

/**
 * Reads seats of a show, consistently: 1 read unit each, including unknown ones. They are not read
 * at one instant.
 *
 * @returns the seats by id. Seats that the show does not have are left out.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readSeats(
  store: Store<'seats'>,
  show: ShardedShow,
  seatIds: readonly string[],
): Promise<Seats> {
  const keys = [...new Set(seatIds)].map((seatId) => seatKey(show, seatId));
  const { records, unreadable } = await readItems(store, seatKind, keys);
  return {
    seats: new Map(records.map((seat) => [seat.seatId, seat])),
    unreadable: new Map(unreadable.map((error) => [error.key.seatId, error])),
  };
}
