import { Instant, Money, seatings } from '@willcall/contracts';
import * as z from 'zod';
import { isShowId } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readItem } from '../read-items.ts';

/** A show as stored. Its counters are in the Stock table, so that sales do not write here. */
export const ShowRecord = z.object({
  showId: z.string(),
  name: z.string(),
  venue: z.string(),
  startsAt: Instant,
  price: Money,
  seating: z.enum(seatings).default('GENERAL'),
  /** Tickets in all, sold or not: with reserved seating, the number of seats. */
  capacity: z.int().min(0),
  /** Fixed when the show is made. */
  buckets: z.int().min(1),
  onSale: z.boolean(),
  /** When the sale was last paused, and when it last went on: purchases are judged by when they were asked for. */
  pausedAt: Instant.optional(),
  resumedAt: Instant.optional(),
  saleOpensAt: Instant.optional(),
  saleClosesAt: Instant.optional(),
  /** With either of these the show keeps a ledger for each of its buyers. */
  maxTicketsPerBuyer: z.int().min(1).optional(),
  onePurchaseAtATime: z.boolean().optional(),
  cancelledAt: Instant.optional(),
  /**
   * The sold-out latch: set after one look at all of the stock at one instant that added up to nothing,
   * on the condition that `returns` is what that look saw; cleared by whatever brings tickets back.
   */
  soldOutAt: Instant.optional(),
  /** Counts the transactions that brought tickets back on sale. */
  returns: z.int().min(0).default(0),
  reminderLeadSeconds: z.int().min(0).optional(),
  flyerUrl: z.string().optional(),
  /** When the flyer was uploaded, in a form that compares: an older upload does not replace it. */
  flyerOrder: z.string().optional(),
  /** Counts price changes: what was announced of an older one is not stamped over a newer one. */
  priceVersion: z.int().min(0).default(0),
  /** What the latest processed price change left; `stampedVersion` is the one that it was. */
  previousPrice: Money.optional(),
  discountPercentage: z.number().optional(),
  isDiscounted: z.boolean().optional(),
  lastPriceChangeAt: Instant.optional(),
  stampedVersion: z.int().optional(),
  /** When it was removed: from then on it is there for nobody. */
  removedAt: Instant.optional(),
  createdAt: Instant,
  /** When the record was last changed, and by which request. */
  updatedAt: Instant.optional(),
  correlationId: z.string().default('unknown'),
});
export type ShowRecord = z.infer<typeof ShowRecord>;

/**
 * A show, or undefined when there is none. Consistent: 1 read unit; else 0.5, and a write of the last
 * second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShow(
  store: Store<'shows'>,
  showId: string,
  consistency: { readonly consistent: boolean },
): Promise<ShowRecord | undefined> {
  const show = await readShowOrRemoved(store, showId, consistency);
  return show?.removedAt === undefined ? show : undefined;
}

/**
 * A show, or what is left of one that is being removed (it has `removedAt`). Undefined when there is
 * nothing. Consistent: 1 read unit; else 0.5, and a write of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShowOrRemoved(
  store: Store<'shows'>,
  showId: string,
  { consistent }: { readonly consistent: boolean },
): Promise<ShowRecord | undefined> {
  if (!isShowId(showId)) return undefined;
  return readItem(store, {
    table: store.tables.shows,
    key: { showId },
    consistent,
    schema: ShowRecord,
    what: 'the show',
  });
}
