import * as z from 'zod';
import { CorrelationId, PurchaseId, ShowId, UserId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { rejectionReasons } from '../purchase.ts';
import { Instant } from '../time.ts';

/** The `source` of every willcall event on the bus. */
export const EVENT_SOURCE = 'willcall';

export const EVENT_VERSION = 1;

/**
 * The fields of every event's detail. Readers ignore unknown fields, so that two releases can run side by
 * side. A change to the meaning of a field requires a new version.
 */
export const eventBase = {
  eventId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .describe('The id of the event. It is the same on every redelivery, so deduplicate by it.'),
  version: z.literal(EVENT_VERSION).describe('The version of the event schema.'),
  occurredAt: Instant.describe('When the change happened.'),
  correlationId: CorrelationId.describe(
    'The correlation id of the request that caused the event. The response and the logs have the same id.',
  ),
};

/** The fields of events about a purchase. No personal data beyond the user id. */
const purchaseFields = {
  purchaseId: PurchaseId.describe('The id of the purchase.'),
  userId: UserId.describe('The buyer: the `sub` of the token.'),
  showId: ShowId.describe('The id of the show.'),
  quantity: z.int().min(1).describe('The number of tickets requested.'),
  requestedAt: Instant.describe('When willcall accepted the request.'),
  decidedAt: Instant.describe('When willcall decided the purchase.'),
};

/** The fields of events about a show. */
const showFields = {
  showId: ShowId.describe('The id of the show.'),
  showName: z.string().describe('The name of the show.'),
};

/** The fields of events about a price change of a show or of one seat. */
const priceChangeFields = {
  ...showFields,
  seatId: z
    .string()
    .optional()
    .describe('The id of the seat. Present only if the price of that seat changed.'),
  oldPrice: Money.describe('The old price.'),
  newPrice: Money.describe('The new price.'),
  priceVersion: z
    .int()
    .min(1)
    .describe(
      'The number of price changes of the show or the seat so far. A later change has a higher number.',
    ),
};

/** The schema of every event's detail, by `detail-type`. */
export const eventTypes = {
  PurchaseConfirmed: z
    .object({
      ...eventBase,
      ...purchaseFields,
      ticketIds: z.array(z.string()).min(1).describe('The ids of the tickets.'),
      total: Total.describe('The total price of the tickets.'),
    })
    .describe('A purchase was confirmed and holds its tickets.'),
  PurchaseRejected: z
    .object({
      ...eventBase,
      ...purchaseFields,
      reason: z.enum(rejectionReasons).describe('Why the purchase was rejected.'),
      refusedSeats: z
        .array(z.string())
        .optional()
        .describe('With SEAT_TAKEN or SEAT_UNKNOWN: the ids of the seats that were refused.'),
    })
    .describe('A purchase was rejected and got no tickets.'),
  PurchaseFailed: z
    .object({
      ...eventBase,
      ...purchaseFields,
      showId: purchaseFields.showId
        .optional()
        .describe('The id of the show. Absent if the message could not be read.'),
      quantity: purchaseFields.quantity
        .optional()
        .describe('The number of tickets requested. Absent if the message could not be read.'),
    })
    .describe(
      'willcall could not process a purchase. It got no tickets. Buy again with a new Idempotency-Key.',
    ),
  PurchaseCancelled: z
    .object({
      ...eventBase,
      ...purchaseFields,
      showId: purchaseFields.showId
        .optional()
        .describe(
          'The id of the show. Absent if the purchase was cancelled before it was decided.',
        ),
      quantity: purchaseFields.quantity
        .optional()
        .describe(
          'The number of tickets requested. Absent if the purchase was cancelled before it was decided.',
        ),
    })
    .describe('A purchase was cancelled. Its tickets, if any, are back on sale.'),
  ShowCreated: z
    .object({
      ...eventBase,
      showId: ShowId.describe('The id of the show.'),
      name: z.string().describe('The name of the show.'),
      venue: z.string().describe('The venue of the show.'),
      startsAt: Instant.describe('The start of the show.'),
      price: Money.describe('The price of one ticket.'),
      capacity: z.int().min(0).describe('The total number of tickets.'),
    })
    .describe('A show was created.'),
  ShowRescheduled: z
    .object({
      ...eventBase,
      ...showFields,
      venue: z.string().describe('The venue of the show.'),
      previousStartsAt: Instant.describe('The previous start of the show.'),
      startsAt: Instant.describe('The start of the show.'),
    })
    .describe(
      'The start of a show changed. Reminders move too. Buyers who were reminded of the old start are reminded again if the new due time is still ahead.',
    ),
  ShowDetailsChanged: z
    .object({
      ...eventBase,
      ...showFields,
      previousShowName: z.string().describe('The previous name of the show. It may be the same.'),
      venue: z.string().describe('The venue of the show.'),
      previousVenue: z.string().describe('The previous venue of the show. It may be the same.'),
      startsAt: Instant.describe('The start of the show.'),
    })
    .describe('The name or the venue of a show changed.'),
  ShowCancelled: z
    .object({
      ...eventBase,
      ...showFields,
      venue: z.string().describe('The venue of the show.'),
      startsAt: Instant.describe('The planned start of the show.'),
    })
    .describe(
      'A show was cancelled. Each of its purchases is cancelled too, with a separate PurchaseCancelled event.',
    ),
  ShowSoldOut: z
    .object({
      ...eventBase,
      ...showFields,
      capacity: z.int().min(1).describe('The total number of tickets, all of which are sold.'),
    })
    .describe('The last ticket of a show was sold.'),
  ShowBackOnSale: z
    .object({ ...eventBase, ...showFields })
    .describe('Tickets are available again for a show that was sold out.'),
  PriceChangeInitiated: z
    .object({ ...eventBase, ...priceChangeFields })
    .describe('The price of a show or a seat changed. Buyers pay the new price from now on.'),
  PriceChangeProcessed: z
    .object({
      ...eventBase,
      ...priceChangeFields,
      previousPrice: Money.describe('The old price, as shown on the show or the seat.'),
      discountPercentage: z
        .number()
        .min(0)
        .max(100)
        .optional()
        .describe(
          'The discount in percent, with two decimals: 100 only if the ticket is free now, and at least 0.01. Present only if the price fell.',
        ),
      isDiscounted: z.boolean().describe('Whether the price fell.'),
      lastPriceChangeAt: Instant.describe('When the price was changed.'),
    })
    .describe(
      'The show or the seat now displays a price change. This event never starts another price change.',
    ),
  FlyerAttached: z
    .object({
      ...eventBase,
      showId: ShowId.describe('The id of the show.'),
      showName: z.string().describe('The name of the show.'),
      flyerUrl: z.url().describe('The URL of the image.'),
    })
    .describe('A flyer was attached to a show.'),
  ReminderDue: z
    .object({
      ...eventBase,
      purchaseId: PurchaseId.describe('The id of the purchase.'),
      userId: UserId.describe('The buyer to remind: the `sub` of the token.'),
      showId: ShowId.describe('The id of the show.'),
      showName: z.string().describe('The name of the show.'),
      venue: z.string().describe('The venue of the show.'),
      startsAt: Instant.describe('The start of the show.'),
      tickets: z.int().min(1).describe('The number of tickets in the purchase.'),
      dueAt: Instant.describe('When the reminder was due: the start of the show minus the lead.'),
      lateBySeconds: z
        .int()
        .min(0)
        .describe('How many seconds after `dueAt` the reminder was sent.'),
    })
    .describe(
      'A reminder is due: notify the buyer about the show. It is never early. A purchase that is made after its due time gets no reminder.',
    ),
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof eventTypes;

/** The detail of an event type. */
export type EventDetail<T extends EventType = EventType> = z.infer<(typeof eventTypes)[T]>;

/** An event with its type and detail. */
export type WillcallEvent = {
  [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> };
}[EventType];
