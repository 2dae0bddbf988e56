import {
  Instant,
  MAX_HOLD_SECONDS,
  MAX_REFUND_UNTIL_SECONDS,
  MIN_HOLD_SECONDS,
  Money,
  ReminderLead,
  seatings,
} from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import * as z from 'zod/mini';
import { isShowId } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type RecordKind, readItem } from '../read-items.ts';

/** A show as stored. Its counters are in the Stock table, so that sales do not write here. */
export const ShowRecord = z.object({
  showId: z.string(),
  name: z.string(),
  venue: z.string(),
  startsAt: Instant,
  /** The IANA name of the time zone of the venue. */
  timeZone: z.optional(z.string()),
  price: Money,
  /** When the price last rose from zero. Undefined if it never did. */
  paidSince: z.optional(Instant),
  seating: z._default(z.enum(seatings), 'GENERAL'),
  /** All tickets, sold or not. With reserved seating, the number of seats. */
  capacity: z.int().check(z.gte(0)),
  /** The number of stock shards, fixed when the show is created. */
  buckets: z.int().check(z.gte(1), z.lte(MAX_SHARDS)),
  onSale: z.boolean(),
  /**
   * When the sale was last paused and resumed. Purchases are judged by the time of their request.
   */
  pausedAt: z.optional(Instant),
  resumedAt: z.optional(Instant),
  saleOpensAt: z.optional(Instant),
  /** When the opening of a sale that was open was last moved to a later time. */
  openingPostponedAt: z.optional(Instant),
  /** When that sale had opened, or when the show was created. An older release did not store it. */
  postponedOpening: z.optional(Instant),
  saleClosesAt: z.optional(Instant),
  /** With either of these, the show keeps a ledger for each of its buyers. */
  maxTicketsPerBuyer: z.optional(z.int().check(z.gte(1))),
  onePurchaseAtATime: z.optional(z.boolean()),
  /** Set if a payment provider takes the money. It never changes, because requests in flight rest on it. */
  payment: z.optional(z.literal('PROVIDER')),
  /** With `PROVIDER`: how long tickets are held for a buyer who pays. */
  holdSeconds: z.optional(z.int().check(z.gte(MIN_HOLD_SECONDS), z.lte(MAX_HOLD_SECONDS))),
  /** With `PROVIDER`: what is kept of each ticket that its buyer cancels, and until when that is possible. */
  refundFee: z.optional(z.int().check(z.gte(0))),
  refundUntilSeconds: z.optional(z.int().check(z.gte(0), z.lte(MAX_REFUND_UNTIL_SECONDS))),
  /** A soft mark: until then, `accept` takes no purchase, because all tickets were held or sold. */
  allHeldUntil: z.optional(Instant),
  /** When `startsAt` last changed. Reminders that are due later are sent again. */
  startMovedAt: z.optional(Instant),
  cancelledAt: z.optional(Instant),
  /**
   * The sold-out latch. It is set after a read of the whole stock at one instant found no tickets,
   * on the condition that `returns` is unchanged since that read. Any transaction that returns
   * tickets clears it.
   */
  soldOutAt: z.optional(Instant),
  /** Counts the transactions that returned tickets to sale. */
  returns: z._default(z.int().check(z.gte(0)), 0),
  reminderLeadSeconds: z.optional(ReminderLead),
  flyerUrl: z.optional(z.string()),
  /** When the flyer was uploaded, as text that compares. An older upload does not replace it. */
  flyerOrder: z.optional(z.string()),
  /**
   * Counts price changes, so that the stamp of an older change does not replace that of a newer
   * one.
   */
  priceVersion: z._default(z.int().check(z.gte(0)), 0),
  /** Set by the latest processed price change. `stampedVersion` is its version. */
  previousPrice: z.optional(Money),
  discountPercentage: z.optional(z.number()),
  isDiscounted: z.optional(z.boolean()),
  lastPriceChangeAt: z.optional(Instant),
  stampedVersion: z.optional(z.int()),
  /** When the show was removed. From then on, reads do not return it. */
  removedAt: z.optional(Instant),
  createdAt: Instant,
  /** When and by which request the record last changed. */
  updatedAt: z.optional(Instant),
  correlationId: z._default(z.string(), 'unknown'),
});
export type ShowRecord = z.infer<typeof ShowRecord>;

/** Shows among the stored records. */
export const showKind = {
  table: 'shows',
  schema: ShowRecord,
  what: 'the show',
} as const satisfies RecordKind<'shows', typeof ShowRecord>;

/**
 * Reads a show. Undefined if it does not exist. Consistent: 1 read unit. Otherwise 0.5, and writes
 * of the last second may be missing.
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
 * Reads a show, including one that is being removed (it has `removedAt`). Undefined if nothing is
 * left. Consistent: 1 read unit. Otherwise 0.5, and writes of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShowOrRemoved(
  store: Store<'shows'>,
  showId: string,
  { consistent }: { readonly consistent: boolean },
): Promise<ShowRecord | undefined> {
  if (!isShowId(showId)) return undefined;
  return readItem(store, showKind, { key: { showId }, consistent });
}
