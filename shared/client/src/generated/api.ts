// Generated from the contracts by `npm run client-types`. Change the contracts, not this file.

export interface ShowResource {
  /** The id of the show. */
  showId: string;
  /** The name. */
  name: string;
  /** The venue. */
  venue: string;
  /** The start of the show. */
  startsAt: string;
  /** The IANA name of the time zone of the venue. Absent if it was not specified. */
  timeZone?: string;
  /** The price of one ticket, unless the seat has its own. */
  price: Money;
  /** General admission, or tickets for named seats. */
  seating: 'GENERAL' | 'RESERVED';
  /** The number of tickets in all. */
  capacity: number;
  /** Whether a purchase requested now can get tickets. */
  onSale: boolean;
  /** Present only if the show is not on sale: the reason for which a purchase requested now is refused. */
  notOnSaleReason?:
    | 'SHOW_CANCELLED'
    | 'SALE_NOT_OPEN'
    | 'SALE_CLOSED'
    | 'SALE_PAUSED'
    | 'SOLD_OUT'
    | 'ALL_HELD'
    | 'SEAT_UNKNOWN';
  /** When the sale opens. Absent if it is open from the beginning. */
  saleOpensAt?: string;
  /** When the sale closes. Absent if it closes when the show starts. */
  saleClosesAt?: string;
  /** The tickets that one buyer may hold. Absent without a limit. */
  maxTicketsPerBuyer?: number;
  /** Whether a purchase is refused that was requested before the buyer's previous one was decided. */
  onePurchaseAtATime?: boolean;
  /** Present only if a payment provider takes the money: tickets are held until they are paid. */
  payment?: 'PROVIDER';
  /** With `PROVIDER`: how long tickets are held for a buyer who pays. */
  holdSeconds?: number;
  /** What is kept of each paid ticket that its buyer cancels, in minor units of the price. Absent if nothing is. */
  refundFee?: number;
  /** How long before the start buyers can cancel paid purchases for the last time. Absent if until the start. */
  refundUntilSeconds?: number;
  /** How long before the start buyers are reminded. */
  reminderLeadSeconds?: number;
  /** Present only if the show is sold out. It can lag slightly behind the last sale. */
  soldOut?: true;
  /** When the show was cancelled. */
  cancelledAt?: string;
  /** The URL of the flyer. */
  flyerUrl?: string;
  /** The price before the last change. Present after a price change was processed. */
  previousPrice?: Money;
  /** The discount in percent, with two decimals. Present only if the price fell. */
  discountPercentage?: number;
  /** Whether the last change lowered the price. */
  isDiscounted?: boolean;
  /** When the price was changed. */
  lastPriceChangeAt?: string;
}
export interface Money {
  /** The amount in minor units: cents, pence, yen. */
  amount: number;
  /** The ISO 4217 code of the currency. */
  currency: string;
}
export interface ShowWithStock extends ShowResource {
  /** The tickets that can be bought now, or once the sale opens or resumes. 0 if the show is cancelled or its sale has closed. `GET /v1/shows/{showId}/sales` counts the unsold tickets even then. */
  available: number;
}
export interface ShowRequest {
  /** The name. Shows with the same name have the same title. */
  name: string;
  /** The venue. */
  venue: string;
  /** The start of the show. */
  startsAt: string;
  /** The IANA name of the time zone of the venue, e.g. `Europe/Madrid`. It is returned as it was sent. */
  timeZone?: string;
  /** The price of one ticket. */
  price: Money;
  /** General admission: the number of tickets. Either this or `seats` is required. */
  capacity?: number;
  /**
   * Reserved seating: the ids of the first seats, possibly none. The capacity is the number of seats.
   *
   * @minItems 0
   * @maxItems 500
   */
  seats?: string[];
  /** Whether the sale runs. `false` pauses it. */
  onSale?: boolean;
  /** When the sale opens. Defaults to now. */
  saleOpensAt?: string;
  /** When the sale closes. Defaults to the start of the show. */
  saleClosesAt?: string;
  /** Applies to all purchases of a buyer for this show together. Defaults to no limit. */
  maxTicketsPerBuyer?: number;
  /** Whether to refuse a purchase that was requested before the buyer's previous one was decided. */
  onePurchaseAtATime?: boolean;
  /** How the show is paid. `NONE`, the default: nothing is charged. `PROVIDER`: tickets are held until a payment provider has taken the money. It never changes. */
  payment?: 'NONE' | 'PROVIDER';
  /** Only with `PROVIDER`: how long tickets are held for a buyer who pays. Defaults to 600. */
  holdSeconds?: number;
  /** Only with `PROVIDER`: what is kept of each ticket that its buyer cancels, in minor units of the price. Defaults to 0. A cancelled show and an admin refund in full. */
  refundFee?: number;
  /** Only with `PROVIDER`: how long before the start buyers can cancel paid purchases for the last time. Defaults to 0. */
  refundUntilSeconds?: number;
  /** Applies to buyers who do not set their own lead. Defaults to one day. */
  reminderLeadSeconds?: number;
}
export interface ShowChange {
  /** The new name. The show moves to the title of this name. */
  name?: string;
  /** The new venue. */
  venue?: string;
  /** The IANA name of the time zone of the venue. `null` removes it. */
  timeZone?: string | null;
  /** The new price, in the currency of the show, because its counters use that currency. */
  price?: Money;
  /** `false` pauses the sale. Purchases requested before the pause are still decided. */
  onSale?: boolean;
  /** The new start. Reminders move too. One that was sent is sent again if its new due time is still ahead. */
  startsAt?: string;
  /** At least the number of tickets sold. With reserved seating, the capacity follows the seats instead. */
  capacity?: number;
  /** `null` removes it: the sale is open from the beginning. */
  saleOpensAt?: string | null;
  /** `null` removes it: the sale closes when the show starts. */
  saleClosesAt?: string | null;
}
export interface SeatsRequest {
  /**
   * The ids of the seats to add.
   *
   * @minItems 1
   * @maxItems 500
   */
  seats: string[];
}
export interface SeatChange {
  /** The price of this seat. */
  price: Money;
}
export interface FlyerRequest {
  /** The type of the image. */
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  /** The size of the file in bytes. */
  contentLength: number;
}
export interface PurchaseRequest {
  /** The id of the show. */
  showId: string;
  /** The number of tickets. Either this or `seats` is required. */
  quantity?: number;
  /**
   * For a show with reserved seating: the ids of the seats. The purchase gets all of them or none.
   *
   * @minItems 1
   * @maxItems 8
   */
  seats?: string[];
  /** Who holds the tickets. */
  holder: Holder;
  /** Not required for a free show. Only the format is checked. Nothing is charged. A show whose `payment` is `PROVIDER` takes no card here. */
  card?: {
    /** The digits of the card number. Spaces and hyphens are ignored. */
    number: string;
    /** The month in which the card expires. */
    expiryMonth: number;
    /** The year in which the card expires. */
    expiryYear: number;
  };
  /** The price per ticket that the buyer saw. At any other price, the purchase is rejected with PRICE_CHANGED. */
  expectedPrice?: Money;
  /** The total price that the buyer saw, for seats with different prices. */
  expectedTotal?: Total;
  /** How long before the start to remind the buyer. Defaults to the lead of the show. 0 means no reminder. Less than two minutes may pass without one. */
  reminderLeadSeconds?: number;
}
export interface Holder {
  /** The name on the tickets. */
  name: string;
  /** The e-mail address of the holder. */
  email: string;
}
export interface Total {
  /** The amount in minor units: cents, pence, yen. */
  amount: number;
  /** The ISO 4217 code of the currency. */
  currency: string;
}
export interface PurchaseChange {
  /** Who holds the tickets from now on. */
  holder?: Holder;
  /** How long before the start to remind the buyer. */
  reminderLeadSeconds?: number;
}
/** An answer of API Gateway or the firewall. It is not a problem document. */
export interface GatewayMessage {
  /** A short reason. */
  message: string;
}
export interface ShowList {
  /** The shows of the page. */
  shows: ShowResource[];
  /** The `cursor` of the next page. Absent on the last page. */
  nextCursor?: string;
}
export interface SeatMap {
  /** The seats of the page. */
  seats: SeatResource[];
  /** The `cursor` of the next page. Absent on the last page. */
  nextCursor?: string;
}
export interface SeatResource {
  /** The id of the seat. */
  seatId: string;
  /** Whether the seat can be bought. */
  state: 'FREE' | 'SOLD';
  /** The seat's own price, or the show's. */
  price: Money;
  /** The price before the last change. Present after a change of the seat's own price was processed. */
  previousPrice?: Money;
  /** The discount in percent, with two decimals. Present only if the price fell. */
  discountPercentage?: number;
  /** Whether the last change lowered the price. */
  isDiscounted?: boolean;
  /** When the price was changed. */
  lastPriceChangeAt?: string;
}
export interface SeatsAdded {
  /** How many of the seats in the request are new. */
  added: number;
  /** How many existed before. Their state and price do not change. */
  existing: number;
  /** The new capacity of the show. */
  capacity: number;
}
export interface TakenSeats {
  /** The ids of all seats that cannot be bought, sorted. Every other seat of the seat map is free. */
  taken: string[];
  /** When the reading of the list began. Seats that were bought or returned later, or in the second before, may be missing from it. */
  at: string;
}
export interface TitleList {
  /** The titles of the page. */
  titles: {
    /** The name. */
    name: string;
    /** The shows with this name, by start. */
    shows: ShowResource[];
  }[];
  /** The `cursor` of the next page. Absent on the last page. */
  nextCursor?: string;
}
export interface Sales {
  /** The number of tickets in all. */
  capacity: number;
  /** The tickets that are neither held nor sold. */
  available: number;
  /** The tickets that are held for buyers who have not paid yet. */
  held: number;
  /** The tickets that are sold. */
  sold: number;
  /** One entry for each currency in which tickets are sold. */
  revenue: Total[];
}
export interface FlyerUpload {
  /** Where to PUT the image. */
  uploadUrl: string;
  /** How long the URL is valid. */
  expiresInSeconds: number;
}
export interface LiveSale {
  /** The time of this answer. */
  at: string;
  /** The number of tickets in all. */
  capacity: number;
  /** The tickets that are neither held nor sold, by the counters. */
  available: number;
  /** The tickets that are held until they are paid, by the counters. */
  held: number;
  /** The tickets that are sold, by the counters. */
  sold: number;
  /** The stock shards of the show, in order. */
  shards: {
    /** The tickets that are left in the shard. */
    available: number;
    /** The tickets that were sold from the shard. */
    sold: number;
  }[];
  /** Absent while the queue cannot be read. */
  queue?: {
    /** The purchases of all shows that wait for a decision, as SQS estimates. */
    depth: number;
    /** Absent if nothing has waited long enough to be measured, or it cannot be read. */
    age?: {
      /** How long the oldest purchase has waited. */
      seconds: number;
      /** When that was measured. */
      measuredAt: string;
      /** `CLOUDWATCH`: the age of the oldest message. `WORKERS`: the longest wait among the purchases that the workers decided then. */
      source: 'CLOUDWATCH' | 'WORKERS';
    };
  };
  /** Of all shows, as SQS estimates. Absent while a queue cannot be read. */
  deadLetters?: {
    /** Purchases that failed five times, and are tried again. */
    waiting: number;
    /** Purchases that only a person can deal with. */
    parkedPurchases: number;
    /** Changes that could not be announced. */
    parkedEvents: number;
  };
  /** Where the points of this answer begin. They replace those that were read before. Less than an hour ago if a sale is so busy that an hour is too much for one answer. */
  from: string;
  /** The `since` of the next request. Later points can still change. */
  next: string;
  /** What was decided, in order of time. A point without a decision is absent. */
  points: LivePoint[];
  /** The sums of the points of this answer. */
  decided: {
    /** Purchases that got their tickets. */
    confirmed: number;
    /** The tickets of these purchases. */
    tickets: number;
    /** Purchases whose tickets were held until they are paid. */
    held: number;
    /** Those of the confirmed purchases that were held before. */
    paid: number;
    /** Purchases that were not paid in time. */
    expired: number;
    /** Purchases that were refused. */
    rejected: number;
    /** The refused purchases by reason. Reasons without one are absent. */
    reasons: {
      [k: string]: number;
    };
    /** Purchases that willcall gave up. */
    failed: number;
    /** Purchases that were cancelled after they were held or confirmed. */
    cancelled: number;
    /** The tickets that came back on sale, by these cancellations or because they were not paid. */
    returned: number;
    /** Purchases that were cancelled before they were decided. */
    withdrawn: number;
    /** Milliseconds from the request to the decision, at most 26 % too long. Absent if nothing was decided. */
    timeToDecisionMs?: {
      /** Half of the purchases were decided within this time. */
      p50: number;
      /** 99 of 100 purchases were decided within this time. */
      p99: number;
    };
  };
  /** How many purchases were asked for. An estimate: nothing counts requests. Absent while the queue cannot be read. */
  asked?: {
    /** The decisions of this answer, and what is queued for all shows. */
    estimate: number;
  };
}
export interface LivePoint {
  /** Where the point begins. */
  at: string;
  /** How long the point is: 1 in the last five minutes, 10 before. Points do not overlap. */
  seconds: number;
  /** Purchases that got their tickets. */
  confirmed: number;
  /** The tickets of these purchases. */
  tickets: number;
  /** Purchases whose tickets were held until they are paid. */
  held: number;
  /** Those of the confirmed purchases that were held before. */
  paid: number;
  /** Purchases that were not paid in time. */
  expired: number;
  /** Purchases that were refused. */
  rejected: number;
  /** The refused purchases by reason. Reasons without one are absent. */
  reasons: {
    [k: string]: number;
  };
  /** Purchases that willcall gave up. */
  failed: number;
  /** Purchases that were cancelled after they were held or confirmed. */
  cancelled: number;
  /** The tickets that came back on sale, by these cancellations or because they were not paid. */
  returned: number;
  /** Purchases that were cancelled before they were decided. */
  withdrawn: number;
  /** Milliseconds from the request to the decision, at most 26 % too long. Absent if nothing was decided. */
  timeToDecisionMs?: {
    /** Half of the purchases were decided within this time. */
    p50: number;
    /** 99 of 100 purchases were decided within this time. */
    p99: number;
  };
}
export interface Audit {
  /** The id of the audit. */
  auditId: string;
  /** The id of the show. */
  showId: string;
  /** PENDING until the audit has ended. FAILED: it did not end, and says nothing about the show. */
  status: 'PENDING' | 'DONE' | 'FAILED';
  /** When the audit was requested. */
  requestedAt: string;
  /** When it ended. */
  finishedAt?: string;
  /** With FAILED: why. OUT_OF_TIME: the show is too large for the function, and `willcall audit` has no limit. NOT_FINISHED: the function was stopped. */
  reason?: 'OUT_OF_TIME' | 'STORE_UNAVAILABLE' | 'NOT_FINISHED';
  /** With DONE: what was found. */
  findings?: AuditFindings;
}
export interface AuditFindings {
  /** Whether there is no difference. */
  holds: boolean;
  /** The counters of the stock at one instant. Null if they cannot be read. */
  stock: {
    capacity: number;
    available: number;
    held: number;
    sold: number;
    revenue: Total;
  } | null;
  /** What the journal and the purchases that it lists add up to. Null if they cannot be read. Refusals are not read. */
  records: {
    tickets: number;
    revenue: Total;
    byStatus: {
      [k: string]: number;
    };
  } | null;
  /** The number of differences. */
  found: number;
  /** The differences, at most 200. */
  differences: {
    /** The item that differs, as `willcall audit --help` lists it. */
    code: string;
    /** What was expected, and what was found. */
    message: string;
    /** The purchase that it is about. */
    purchaseId?: string;
    /** The seat that it is about. */
    seatId?: string;
    /** The buyer that it is about. */
    userId?: string;
    /** The section of the runbook that says what to do. Absent for STOCK_MOVED, which is no fault. */
    runbook?: string;
  }[];
}
export interface PendingPurchase {
  /** The id of the purchase. */
  purchaseId: string;
  /** The purchase is not decided yet. */
  status: 'PENDING';
  /** Estimated from the lag that workers measure. Absent if there is no noticeable wait. */
  estimatedWaitSeconds?: number;
}
export interface DecidedPurchase {
  /** The id of the purchase. */
  purchaseId: string;
  /** The id of the show. Absent, like `quantity` and `holder`, if the message of a FAILED purchase could not be read, or if the purchase was cancelled before it was decided. */
  showId?: string;
  /** The decision. */
  status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
  /** With REJECTED: why. New reasons can appear. */
  reason?:
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
  /** The number of tickets requested. */
  quantity?: number;
  /** The total price of the tickets. Present only if tickets are held or sold. */
  total?: Total;
  /** The tickets. Empty unless the purchase is CONFIRMED. */
  tickets: {
    /** The id of the ticket. */
    ticketId: string;
    /** The id of the seat, with reserved seating. */
    seat?: string;
  }[];
  /** With HELD and reserved seating: the seats that are held. */
  heldSeats?: string[];
  /** With SEAT_TAKEN or SEAT_UNKNOWN: the seats that were refused. */
  refusedSeats?: string[];
  /** With SOLD_OUT: the tickets that were left at the decision, fewer than requested. */
  ticketsLeft?: number;
  /** With PRICE_CHANGED: the current price per ticket, if all requested tickets cost the same. */
  currentPrice?: Money;
  /** With PRICE_CHANGED: the current total price of the requested tickets. */
  currentTotal?: Total;
  /** The card with which the buyer paid. */
  card?: Card;
  /** Who holds the tickets. */
  holder?: {
    /** The name on the tickets. */
    name: string;
    /** The e-mail address of the holder. */
    email: string;
  };
  /** A sentence for people, e.g. "Booked 2 tickets for Ana." */
  message: string;
  /** How long before the start the buyer is reminded, if the buyer chose it. */
  reminderLeadSeconds?: number;
  /** When willcall accepted the request. */
  requestedAt: string;
  /** When willcall decided the purchase. */
  decidedAt: string;
  /** With HELD or EXPIRED: until when the tickets are held for the payment. */
  holdUntil?: string;
  /** When the payment provider took the money. */
  paidAt?: string;
  /** With EXPIRED: when the tickets went back on sale, because they were not paid. */
  expiredAt?: string;
  /** With HELD: when the cancellation was requested. The payment is cancelled first, then the purchase. */
  cancellationRequestedAt?: string;
  /** When the purchase was cancelled. */
  cancelledAt?: string;
  /** The money that goes back to the buyer. Absent if none was paid, or all of it was kept as a fee. */
  refund?: {
    /** What goes back, in minor units of the currency that was paid. */
    amount: number;
    /** `REQUESTED`: it is on its way. `SUCCEEDED`: the payment provider has given it back. `FAILED`: a person looks at it. */
    status: 'REQUESTED' | 'SUCCEEDED' | 'FAILED';
  };
}
export interface Card {
  /** The brand of the card. */
  brand: 'visa' | 'mastercard';
  /** The last four digits of the card number. */
  last4: string;
}
export interface PurchaseList {
  /** The purchases of the page. */
  purchases: DecidedPurchase[];
  /** The `cursor` of the next page. Absent on the last page. */
  nextCursor?: string;
}
export interface TicketList {
  /** The tickets of the page, in no particular order. A page can be empty and not the last one. */
  tickets: Ticket[];
  /** How many records of the page cannot be read. Their tickets are missing, and the audit names each one. */
  leftOut: number;
  /** The `cursor` of the next page. Absent on the last page. */
  nextCursor?: string;
}
export interface Ticket {
  /** The id of the ticket. */
  ticketId: string;
  /** The id of its purchase. */
  purchaseId: string;
  /** The id of the buyer. */
  userId: string;
  /** The id of the seat, with reserved seating. */
  seat?: string;
  /** Whether the ticket admits its holder. */
  status: 'VALID' | 'CANCELLED';
  /** Absent if the purchase was erased. */
  holder?: {
    /** The name on the ticket. */
    name: string;
    /** The e-mail address of the holder. */
    email: string;
  };
  /** When willcall accepted the request. */
  requestedAt: string;
  /** When willcall sold the ticket. */
  decidedAt: string;
  /** When the purchase was cancelled. */
  cancelledAt?: string;
}
export interface BuyerLedger {
  /** The id of the buyer. */
  userId: string;
  /** The id of the show. */
  showId: string;
  /** The number of tickets in held and confirmed purchases. */
  tickets: number;
  /** The purchase that was decided last. Absent if the buyer has no purchase for this show. */
  lastPurchase?: {
    /** The id of the purchase. */
    purchaseId: string;
    /** The decision. */
    status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
    /** When willcall accepted the request. */
    requestedAt: string;
    /** When willcall decided the purchase. */
    decidedAt: string;
  };
}
export interface DeadLetterList {
  /** The dead letters. The counts of SQS are approximate. */
  dead: {
    /** Messages that can be received now, or wait behind another one of their buyer and show. */
    ready: number;
    /** Messages that are being tried, or wait for their next attempt. */
    hidden: number;
  };
  /** The parked messages. */
  parked: {
    /** Messages that can be received now, or wait behind another one of their buyer and show. */
    ready: number;
    /** Messages that are being tried, or wait for their next attempt. */
    hidden: number;
  };
  /** The messages that can be received now, at most 500 of each queue. Hidden ones are only counted. */
  letters: DeadLetter[];
}
export interface DeadLetter {
  /** Whether willcall tries the message again by itself, or it waits for a person. */
  queue: 'dead' | 'parked';
  /** The id of the message. */
  messageId: string;
  /** The id of its purchase. Absent if the message does not tell. */
  purchaseId?: string;
  /** The id of the show, if the message tells. */
  showId?: string;
  /** How often the message was received. */
  receiveCount: number;
  /** When the message was sent to this queue. */
  sentAt: string;
  /** The purchase is decided already, can be decided, or can never be decided by this release. */
  verdict: 'decided' | 'waiting' | 'poison';
  /** With `decided`: the decision, or UNREADABLE if its record is damaged. */
  status?: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'REJECTED' | 'FAILED' | 'CANCELLED' | 'UNREADABLE';
  /** With `poison`: what is wrong with the message. It names fields, and no values. */
  why?: string;
  /** What happens next. `waiting`: willcall retries it, or a redrive sends it back. `poison`: willcall records FAILED, or parks it; or it needs a repair before a redrive. */
  next?: 'retry' | 'redrive' | 'FAILED' | 'park' | 'repair';
  /** With `retry`: when willcall tries it again. */
  nextTryAt?: string;
}
export interface Redriven {
  /** How many parked messages were sent back. */
  sent: number;
  /** How many were parked since the request began, and stay parked: possibly some that were just sent. */
  newer: number;
  /** False if the time was used up: the other messages are still parked. Repeat the request. */
  isComplete: boolean;
}
export interface StartedPayment {
  /** The payment provider. */
  provider: 'stripe';
  /** With it, the browser of the buyer confirms this payment at the provider. It is a secret of the buyer. */
  clientSecret: string;
  /** The provider's public key of this stage. */
  publishableKey: string;
  /** What is paid: the total of the purchase. */
  amount: Total;
  /** Until when the tickets are held for the payment. */
  holdUntil: string;
}
/** A problem document (RFC 9457). */
export interface Problem {
  /** A URN made from the code. It does not resolve by itself: `/docs/problems/<code>` explains it. */
  type: string;
  /** The sentence of the code. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** Stable. Switch on it, and treat an unknown code like its status. */
  code: string;
  /** What is wrong with this request. */
  detail?: string;
  /** Every invalid field of the request. Never its value. */
  errors?: {
    /** The field, e.g. `holder.email`. */
    path: string;
    /** What the field must be. */
    message: string;
  }[];
}
