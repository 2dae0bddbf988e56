// Generated from the contracts by `npm run client-types`. Change the contracts, not this file.

export type EventBase = {
  /** The id of the event. It is the same on every redelivery, so deduplicate by it. */
  eventId: string;
  /** The version of the event schema. */
  version: 1;
  /** When the change happened. */
  occurredAt: string;
  /** The correlation id of the request that caused the event. The response and the logs have the same id. */
  correlationId: string;
};
export interface Total {
  /** The amount in minor units: cents, pence, yen. */
  amount: number;
  /** The ISO 4217 code of the currency. */
  currency: string;
}
export interface Money {
  /** The amount in minor units: cents, pence, yen. */
  amount: number;
  /** The ISO 4217 code of the currency. */
  currency: string;
}
export interface EventDetails {
  /** The tickets of a purchase are held until it is paid. PurchaseConfirmed, HoldExpired or PurchaseCancelled follows. */
  PurchaseHeld: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer: the `sub` of the token. */
    userId: string;
    /** The id of the show. */
    showId: string;
    /** The number of tickets requested. */
    quantity: number;
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
    /** The total price of the tickets, which is still to be paid. */
    total: Total;
    /** Until when the tickets are held. */
    holdUntil: string;
  };
  /** The tickets of a purchase were not paid in time and are back on sale. If the money arrives late, PurchaseConfirmed can follow. */
  HoldExpired: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer: the `sub` of the token. */
    userId: string;
    /** The id of the show. */
    showId: string;
    /** The number of tickets requested. */
    quantity: number;
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
    /** Until when the tickets were held. */
    holdUntil: string;
  };
  /** A purchase was confirmed and has its tickets. Where a payment provider takes the money, it is paid. */
  PurchaseConfirmed: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer: the `sub` of the token. */
    userId: string;
    /** The id of the show. */
    showId: string;
    /** The number of tickets requested. */
    quantity: number;
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
    /**
     * The ids of the tickets.
     *
     * @minItems 1
     */
    ticketIds: string[];
    /** The total price of the tickets. */
    total: Total;
  };
  /** A purchase was rejected and got no tickets. */
  PurchaseRejected: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer: the `sub` of the token. */
    userId: string;
    /** The id of the show. */
    showId: string;
    /** The number of tickets requested. */
    quantity: number;
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
    /** Why the purchase was rejected. */
    reason:
      | 'SOLD_OUT'
      | 'ALL_HELD'
      | 'SHOW_NOT_FOUND'
      | 'SHOW_CANCELLED'
      | 'SALE_NOT_OPEN'
      | 'SALE_CLOSED'
      | 'SALE_PAUSED'
      | 'PURCHASE_IN_PROGRESS'
      | 'SEAT_TAKEN'
      | 'SEAT_UNKNOWN'
      | 'LIMIT_EXCEEDED'
      | 'HOLD_OPEN'
      | 'TOO_MANY_HOLDS'
      | 'PRICE_CHANGED'
      | 'CARD_EXPIRED';
    /** With SEAT_TAKEN or SEAT_UNKNOWN: the ids of the seats that were refused. */
    refusedSeats?: string[];
  };
  /** willcall could not process a purchase. It got no tickets. Buy again with a new Idempotency-Key. */
  PurchaseFailed: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer: the `sub` of the token. */
    userId: string;
    /** The id of the show. Absent if the message could not be read. */
    showId?: string;
    /** The number of tickets requested. Absent if the message could not be read. */
    quantity?: number;
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
  };
  /** A purchase was cancelled. Its tickets, if any, are back on sale. */
  PurchaseCancelled: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer: the `sub` of the token. */
    userId: string;
    /** The id of the show. Absent if the purchase was cancelled before it was decided. */
    showId?: string;
    /** The number of tickets requested. Absent if the purchase was cancelled before it was decided. */
    quantity?: number;
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
  };
  /** A show was created. */
  ShowCreated: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    name: string;
    /** The venue of the show. */
    venue: string;
    /** The start of the show. */
    startsAt: string;
    /** The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. Absent if it was not specified. */
    timeZone?: string;
    /** The price of one ticket. */
    price: Money;
    /** The total number of tickets. */
    capacity: number;
  };
  /** The start of a show changed. Reminders move too. Buyers who were reminded of the old start are reminded again if the new due time is still ahead. */
  ShowRescheduled: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The venue of the show. */
    venue: string;
    /** The previous start of the show. */
    previousStartsAt: string;
    /** The start of the show. */
    startsAt: string;
    /** The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. Absent if it was not specified. */
    timeZone?: string;
  };
  /** The name, the venue or the time zone of a show changed. */
  ShowDetailsChanged: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The previous name of the show. It may be the same. */
    previousShowName: string;
    /** The venue of the show. */
    venue: string;
    /** The previous venue of the show. It may be the same. */
    previousVenue: string;
    /** The previous time zone of the venue. It may be the same. Absent if there was none. */
    previousTimeZone?: string;
    /** The start of the show. */
    startsAt: string;
    /** The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. Absent if it was not specified. */
    timeZone?: string;
  };
  /** A show was cancelled. Each of its purchases is cancelled too, with a separate PurchaseCancelled event. */
  ShowCancelled: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The venue of the show. */
    venue: string;
    /** The planned start of the show. */
    startsAt: string;
    /** The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. Absent if it was not specified. */
    timeZone?: string;
  };
  /** The last ticket of a show was sold. */
  ShowSoldOut: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The total number of tickets, all of which are sold. */
    capacity: number;
  };
  /** Tickets are available again for a show that was sold out. */
  ShowBackOnSale: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
  };
  /** The price of a show or a seat changed. Buyers pay the new price from now on. */
  PriceChangeInitiated: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The id of the seat. Present only if the price of that seat changed. */
    seatId?: string;
    /** The old price. */
    oldPrice: Money;
    /** The new price. */
    newPrice: Money;
    /** The number of price changes of the show or the seat so far. A later change has a higher number. */
    priceVersion: number;
  };
  /** The show or the seat now displays a price change. This event never starts another price change. */
  PriceChangeProcessed: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The id of the seat. Present only if the price of that seat changed. */
    seatId?: string;
    /** The old price. */
    oldPrice: Money;
    /** The new price. */
    newPrice: Money;
    /** The number of price changes of the show or the seat so far. A later change has a higher number. */
    priceVersion: number;
    /** The old price, as shown on the show or the seat. */
    previousPrice: Money;
    /** The discount in percent, with two decimals: 100 only if the ticket is free now, and at least 0.01. Present only if the price fell. */
    discountPercentage?: number;
    /** Whether the price fell. */
    isDiscounted: boolean;
    /** When the price was changed. */
    lastPriceChangeAt: string;
  };
  /** A flyer was attached to a show. */
  FlyerAttached: EventBase & {
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The URL of the image. */
    flyerUrl: string;
  };
  /** A reminder is due: notify the buyer about the show. It is never early. A purchase that is made after its due time gets no reminder. */
  ReminderDue: EventBase & {
    /** The id of the purchase. */
    purchaseId: string;
    /** The buyer to remind: the `sub` of the token. */
    userId: string;
    /** The id of the show. */
    showId: string;
    /** The name of the show. */
    showName: string;
    /** The venue of the show. */
    venue: string;
    /** The start of the show. */
    startsAt: string;
    /** The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. Absent if it was not specified. */
    timeZone?: string;
    /** The number of tickets in the purchase. */
    tickets: number;
    /** When the reminder was due: the start of the show minus the lead. */
    dueAt: string;
    /** How many seconds after `dueAt` the reminder was sent. */
    lateBySeconds: number;
  };
}
