import * as z from 'zod/mini';
import { described } from '../fields.ts';
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
  eventId: described(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
    'The id of the event. It is the same on every redelivery, so deduplicate by it.',
  ),
  version: described(z.literal(EVENT_VERSION), 'The version of the event schema.'),
  occurredAt: described(Instant, 'When the change happened.'),
  correlationId: described(
    CorrelationId,
    'The correlation id of the request that caused the event. The response and the logs have the same id.',
  ),
};

/** The fields of events about a purchase. No personal data beyond the user id. */
const purchaseFields = {
  purchaseId: described(PurchaseId, 'The id of the purchase.'),
  userId: described(UserId, 'The buyer: the `sub` of the token.'),
  showId: described(ShowId, 'The id of the show.'),
  quantity: described(z.int().check(z.gte(1)), 'The number of tickets requested.'),
  requestedAt: described(Instant, 'When willcall accepted the request.'),
  decidedAt: described(Instant, 'When willcall decided the purchase.'),
};

/** Those of `purchaseFields` that are known from the message. A few purchases have no message that can be read. */
const fieldsOfMessage = (absentIf: string) => ({
  showId: described(
    z.optional(purchaseFields.showId),
    `The id of the show. Absent if ${absentIf}.`,
  ),
  quantity: described(
    z.optional(purchaseFields.quantity),
    `The number of tickets requested. Absent if ${absentIf}.`,
  ),
});

/** The fields of events about a show. */
const showFields = {
  showId: described(ShowId, 'The id of the show.'),
  showName: described(z.string(), 'The name of the show.'),
};

const timeZone = described(
  z.optional(z.string()),
  'The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. Absent if it was not specified.',
);

/** The fields of events about a price change of a show or of one seat. */
const priceChangeFields = {
  ...showFields,
  seatId: described(
    z.optional(z.string()),
    'The id of the seat. Present only if the price of that seat changed.',
  ),
  oldPrice: described(Money, 'The old price.'),
  newPrice: described(Money, 'The new price.'),
  priceVersion: described(
    z.int().check(z.gte(1)),
    'The number of price changes of the show or the seat so far. A later change has a higher number.',
  ),
};

/** The schema of every event's detail, by `detail-type`. */
export const eventTypes = {
  PurchaseHeld: described(
    z.object({
      ...eventBase,
      ...purchaseFields,
      total: described(Total, 'The total price of the tickets, which is still to be paid.'),
      holdUntil: described(Instant, 'Until when the tickets are held.'),
    }),
    'The tickets of a purchase are held until it is paid. PurchaseConfirmed, HoldExpired or PurchaseCancelled follows.',
  ),
  HoldExpired: described(
    z.object({
      ...eventBase,
      ...purchaseFields,
      holdUntil: described(Instant, 'Until when the tickets were held.'),
    }),
    'The tickets of a purchase were not paid in time and are back on sale. If the money arrives late, PurchaseConfirmed can follow.',
  ),
  PurchaseConfirmed: described(
    z.object({
      ...eventBase,
      ...purchaseFields,
      ticketIds: described(z.array(z.string()).check(z.minLength(1)), 'The ids of the tickets.'),
      total: described(Total, 'The total price of the tickets.'),
    }),
    'A purchase was confirmed and has its tickets. Where a payment provider takes the money, it is paid.',
  ),
  PurchaseRejected: described(
    z.object({
      ...eventBase,
      ...purchaseFields,
      reason: described(z.enum(rejectionReasons), 'Why the purchase was rejected.'),
      refusedSeats: described(
        z.optional(z.array(z.string())),
        'With SEAT_TAKEN or SEAT_UNKNOWN: the ids of the seats that were refused.',
      ),
    }),
    'A purchase was rejected and got no tickets.',
  ),
  PurchaseFailed: described(
    z.object({
      ...eventBase,
      ...purchaseFields,
      ...fieldsOfMessage('the message could not be read'),
    }),
    'willcall could not process a purchase. It got no tickets. Buy again with a new Idempotency-Key.',
  ),
  PurchaseCancelled: described(
    z.object({
      ...eventBase,
      ...purchaseFields,
      ...fieldsOfMessage('the purchase was cancelled before it was decided'),
    }),
    'A purchase was cancelled. Its tickets, if any, are back on sale.',
  ),
  ShowCreated: described(
    z.object({
      ...eventBase,
      showId: described(ShowId, 'The id of the show.'),
      name: described(z.string(), 'The name of the show.'),
      venue: described(z.string(), 'The venue of the show.'),
      startsAt: described(Instant, 'The start of the show.'),
      timeZone,
      price: described(Money, 'The price of one ticket.'),
      capacity: described(z.int().check(z.gte(0)), 'The total number of tickets.'),
    }),
    'A show was created.',
  ),
  ShowRescheduled: described(
    z.object({
      ...eventBase,
      ...showFields,
      venue: described(z.string(), 'The venue of the show.'),
      previousStartsAt: described(Instant, 'The previous start of the show.'),
      startsAt: described(Instant, 'The start of the show.'),
      timeZone,
    }),
    'The start of a show changed. Reminders move too. Buyers who were reminded of the old start are reminded again if the new due time is still ahead.',
  ),
  ShowDetailsChanged: described(
    z.object({
      ...eventBase,
      ...showFields,
      previousShowName: described(z.string(), 'The previous name of the show. It may be the same.'),
      venue: described(z.string(), 'The venue of the show.'),
      previousVenue: described(z.string(), 'The previous venue of the show. It may be the same.'),
      previousTimeZone: described(
        z.optional(z.string()),
        'The previous time zone of the venue. It may be the same. Absent if there was none.',
      ),
      startsAt: described(Instant, 'The start of the show.'),
      timeZone,
    }),
    'The name, the venue or the time zone of a show changed.',
  ),
  ShowCancelled: described(
    z.object({
      ...eventBase,
      ...showFields,
      venue: described(z.string(), 'The venue of the show.'),
      startsAt: described(Instant, 'The planned start of the show.'),
      timeZone,
    }),
    'A show was cancelled. Each of its purchases is cancelled too, with a separate PurchaseCancelled event.',
  ),
  ShowSoldOut: described(
    z.object({
      ...eventBase,
      ...showFields,
      capacity: described(
        z.int().check(z.gte(1)),
        'The total number of tickets, all of which are sold.',
      ),
    }),
    'The last ticket of a show was sold.',
  ),
  ShowBackOnSale: described(
    z.object({ ...eventBase, ...showFields }),
    'Tickets are available again for a show that was sold out.',
  ),
  PriceChangeInitiated: described(
    z.object({ ...eventBase, ...priceChangeFields }),
    'The price of a show or a seat changed. Buyers pay the new price from now on.',
  ),
  PriceChangeProcessed: described(
    z.object({
      ...eventBase,
      ...priceChangeFields,
      previousPrice: described(Money, 'The old price, as shown on the show or the seat.'),
      discountPercentage: described(
        z.optional(z.number().check(z.gte(0), z.lte(100))),
        'The discount in percent, with two decimals: 100 only if the ticket is free now, and at least 0.01. Present only if the price fell.',
      ),
      isDiscounted: described(z.boolean(), 'Whether the price fell.'),
      lastPriceChangeAt: described(Instant, 'When the price was changed.'),
    }),
    'The show or the seat now displays a price change. This event never starts another price change.',
  ),
  FlyerAttached: described(
    z.object({
      ...eventBase,
      ...showFields,
      flyerUrl: described(z.url(), 'The URL of the image.'),
    }),
    'A flyer was attached to a show.',
  ),
  ReminderDue: described(
    z.object({
      ...eventBase,
      purchaseId: described(PurchaseId, 'The id of the purchase.'),
      userId: described(UserId, 'The buyer to remind: the `sub` of the token.'),
      ...showFields,
      venue: described(z.string(), 'The venue of the show.'),
      startsAt: described(Instant, 'The start of the show.'),
      timeZone,
      tickets: described(z.int().check(z.gte(1)), 'The number of tickets in the purchase.'),
      dueAt: described(Instant, 'When the reminder was due: the start of the show minus the lead.'),
      lateBySeconds: described(
        z.int().check(z.gte(0)),
        'How many seconds after `dueAt` the reminder was sent.',
      ),
    }),
    'A reminder is due: notify the buyer about the show. It is never early. A purchase that is made after its due time gets no reminder.',
  ),
} as const satisfies Record<string, z.ZodMiniType>;

export type EventType = keyof typeof eventTypes;

/** The detail of an event type. */
export type EventDetail<T extends EventType = EventType> = z.infer<(typeof eventTypes)[T]>;

/** An event with its type and detail. */
export type WillcallEvent = {
  [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> };
}[EventType];
