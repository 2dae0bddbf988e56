import * as z from 'zod';
import { CorrelationId, PurchaseId, ShowId, UserId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { rejectionReasons } from '../purchase.ts';
import { Instant } from '../time.ts';

/** The `source` of every event of ours on the bus. */
export const EVENT_SOURCE = 'willcall';

export const EVENT_VERSION = 1;

/**
 * What every event's detail begins with. Unknown fields are ignored, so that two releases can run
 * side by side; what changes the meaning of a known field takes a new version.
 */
export const eventBase = {
  eventId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .describe('The same on every redelivery: deduplicate by it.'),
  version: z.literal(EVENT_VERSION).describe('Of the shape of this event.'),
  occurredAt: Instant.describe('When the change that the event tells of was made.'),
  correlationId: CorrelationId.describe(
    'Of the request that led to it, as in its answer and logs.',
  ),
};

/** Of a purchase: no personal data beyond the user id. */
const purchaseFields = {
  purchaseId: PurchaseId.describe('The purchase.'),
  userId: UserId.describe('The buyer: the `sub` of the token.'),
  showId: ShowId.describe('The show.'),
  quantity: z.int().min(1).describe('How many tickets were asked for.'),
  requestedAt: Instant.describe('When the purchase was accepted.'),
  decidedAt: Instant.describe('When it was decided.'),
};

/** Of a show, in every event that tells of one. */
const showFields = {
  showId: ShowId.describe('The show.'),
  showName: z.string().describe('Its name.'),
};

/** Of a price change, of a show's price or of one seat's own. */
const priceChangeFields = {
  ...showFields,
  seatId: z.string().optional().describe("The seat, when its own price changed, not the show's."),
  oldPrice: Money.describe('The price before.'),
  newPrice: Money.describe('The price from now on.'),
  priceVersion: z
    .int()
    .min(1)
    .describe('Counts the price changes of the show, or of the seat: a later one is higher.'),
};

/** Every event that willcall publishes, by its `detail-type`: the shape of its detail. */
export const eventTypes = {
  PurchaseConfirmed: z
    .object({
      ...eventBase,
      ...purchaseFields,
      ticketIds: z.array(z.string()).min(1).describe('The tickets, one id each.'),
      total: Total.describe('What they cost together.'),
    })
    .describe('A purchase holds its tickets.'),
  PurchaseRejected: z
    .object({
      ...eventBase,
      ...purchaseFields,
      reason: z.enum(rejectionReasons).describe('Why.'),
      refusedSeats: z
        .array(z.string())
        .optional()
        .describe('With SEAT_TAKEN or SEAT_UNKNOWN: which seats.'),
    })
    .describe('A purchase was decided, and got no tickets.'),
  PurchaseFailed: z
    .object({
      ...eventBase,
      ...purchaseFields,
      showId: purchaseFields.showId
        .optional()
        .describe('The show, where its message could be read.'),
      quantity: purchaseFields.quantity
        .optional()
        .describe('How many tickets, where its message could be read.'),
    })
    .describe(
      'A purchase was given up for a fault of ours. It got no tickets; buy with a new key.',
    ),
  PurchaseCancelled: z
    .object({
      ...eventBase,
      ...purchaseFields,
      showId: purchaseFields.showId
        .optional()
        .describe('The show, unless it was cancelled before it was decided.'),
      quantity: purchaseFields.quantity
        .optional()
        .describe('How many tickets, unless it was cancelled before it was decided.'),
    })
    .describe('A purchase was cancelled; the tickets that it held are back on sale.'),
  ShowCreated: z
    .object({
      ...eventBase,
      showId: ShowId.describe('The show.'),
      name: z.string().describe('Its name.'),
      venue: z.string().describe('Where it plays.'),
      startsAt: Instant.describe('When it begins.'),
      price: Money.describe('Of one ticket.'),
      capacity: z.int().min(0).describe('How many tickets there are in all.'),
    })
    .describe('There is a new show.'),
  ShowRescheduled: z
    .object({
      ...eventBase,
      ...showFields,
      venue: z.string().describe('Where it plays.'),
      previousStartsAt: Instant.describe('When it was to begin.'),
      startsAt: Instant.describe('When it begins.'),
    })
    .describe('A show begins at another time; reminders that were not sent yet move with it.'),
  ShowCancelled: z
    .object({
      ...eventBase,
      ...showFields,
      venue: z.string().describe('Where it would have played.'),
      startsAt: Instant.describe('When it would have begun.'),
    })
    .describe(
      'A show will not take place. Each of its purchases is cancelled by an event of its own.',
    ),
  ShowSoldOut: z
    .object({
      ...eventBase,
      ...showFields,
      capacity: z.int().min(1).describe('How many tickets are sold: all of them.'),
    })
    .describe('The last ticket is sold.'),
  ShowBackOnSale: z
    .object({ ...eventBase, ...showFields })
    .describe('There are tickets again of a show that was sold out.'),
  PriceChangeInitiated: z
    .object({ ...eventBase, ...priceChangeFields })
    .describe('A price was changed: buyers pay the new one from now on.'),
  PriceChangeProcessed: z
    .object({
      ...eventBase,
      ...priceChangeFields,
      previousPrice: Money.describe('The price before, as the show tells it from now on.'),
      discountPercentage: z
        .number()
        .min(0)
        .max(100)
        .optional()
        .describe('Two decimals, and only when the price fell.'),
      isDiscounted: z.boolean().describe('Whether the price fell.'),
      lastPriceChangeAt: Instant.describe('When the price was changed.'),
    })
    .describe('A price change can be seen on the show or the seat. It starts no other.'),
  FlyerAttached: z
    .object({
      ...eventBase,
      showId: ShowId.describe('The show.'),
      showName: z.string().describe('Its name.'),
      flyerUrl: z.url().describe('Where the picture is.'),
    })
    .describe('A show has a new flyer.'),
  ReminderDue: z
    .object({
      ...eventBase,
      purchaseId: PurchaseId.describe('The purchase.'),
      userId: UserId.describe('Whom to remind: the `sub` of the token.'),
      showId: ShowId.describe('The show.'),
      showName: z.string().describe('Its name.'),
      venue: z.string().describe('Where it plays.'),
      startsAt: Instant.describe('When it begins.'),
      tickets: z.int().min(1).describe('How many tickets the buyer holds by this purchase.'),
      dueAt: Instant.describe('When the reminder was due.'),
      lateBySeconds: z.int().min(0).describe('How much later than that it was sent.'),
    })
    .describe('It is time to remind a buyer of a show.'),
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof eventTypes;

/** The detail of an event, by its type. */
export type EventDetail<T extends EventType = EventType> = z.infer<(typeof eventTypes)[T]>;

/** An event ready for the bus. */
export type WillcallEvent = {
  [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> };
}[EventType];
