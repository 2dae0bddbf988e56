// Generated from the contracts by `npm run client-types`. Change the contracts, not this file.

export interface ShowRequest {
  name: string;
  venue: string;
  startsAt: string;
  price: Money;
  capacity?: number;
  /**
   * @minItems 0
   * @maxItems 500
   */
  seats?: string[];
  onSale?: boolean;
  saleOpensAt?: string;
  saleClosesAt?: string;
  maxTicketsPerBuyer?: number;
  onePurchaseAtATime?: boolean;
  reminderLeadSeconds?: number;
}
export interface Money {
  amount: number;
  currency: string;
}
export interface ShowChange {
  price?: Money;
  onSale?: boolean;
  startsAt?: string;
  capacity?: number;
  saleOpensAt?: string | null;
  saleClosesAt?: string | null;
}
export interface SeatsRequest {
  /**
   * @minItems 1
   * @maxItems 500
   */
  seats: string[];
}
export interface SeatChange {
  price: Money;
}
export interface FlyerRequest {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  contentLength: number;
}
export interface PurchaseRequest {
  showId: string;
  quantity?: number;
  /**
   * @minItems 1
   * @maxItems 8
   */
  seats?: string[];
  holder: Holder;
  card?: {
    number: string;
    expiryMonth: number;
    expiryYear: number;
  };
  expectedPrice?: Money;
  expectedTotal?: Total;
  reminderLeadSeconds?: number;
}
export interface Holder {
  name: string;
  email: string;
}
export interface Total {
  amount: number;
  currency: string;
}
export interface PurchaseChange {
  holder?: Holder;
  reminderLeadSeconds?: number;
}
/**
 * An answer of API Gateway or the firewall. It is not a problem document.
 */
export interface GatewayMessage {
  /**
   * A short reason.
   */
  message: string;
}
export interface ShowWithStock {
  showId: string;
  name: string;
  venue: string;
  startsAt: string;
  price: Money;
  seating: 'GENERAL' | 'RESERVED';
  capacity: number;
  onSale: boolean;
  notOnSaleReason?:
    | 'SOLD_OUT'
    | 'SHOW_NOT_FOUND'
    | 'SHOW_CANCELLED'
    | 'SALE_NOT_OPEN'
    | 'SALE_CLOSED'
    | 'SALE_PAUSED'
    | 'PURCHASE_IN_PROGRESS'
    | 'SEAT_TAKEN'
    | 'SEAT_UNKNOWN'
    | 'LIMIT_EXCEEDED'
    | 'PRICE_CHANGED'
    | 'CARD_EXPIRED';
  saleOpensAt?: string;
  saleClosesAt?: string;
  maxTicketsPerBuyer?: number;
  onePurchaseAtATime?: boolean;
  reminderLeadSeconds?: number;
  soldOut?: true;
  cancelledAt?: string;
  flyerUrl?: string;
  previousPrice?: Money;
  discountPercentage?: number;
  isDiscounted?: boolean;
  lastPriceChangeAt?: string;
  available: number;
}
export interface ShowList {
  shows: ShowResource[];
  nextCursor?: string;
}
export interface ShowResource {
  showId: string;
  name: string;
  venue: string;
  startsAt: string;
  price: Money;
  seating: 'GENERAL' | 'RESERVED';
  capacity: number;
  onSale: boolean;
  notOnSaleReason?:
    | 'SOLD_OUT'
    | 'SHOW_NOT_FOUND'
    | 'SHOW_CANCELLED'
    | 'SALE_NOT_OPEN'
    | 'SALE_CLOSED'
    | 'SALE_PAUSED'
    | 'PURCHASE_IN_PROGRESS'
    | 'SEAT_TAKEN'
    | 'SEAT_UNKNOWN'
    | 'LIMIT_EXCEEDED'
    | 'PRICE_CHANGED'
    | 'CARD_EXPIRED';
  saleOpensAt?: string;
  saleClosesAt?: string;
  maxTicketsPerBuyer?: number;
  onePurchaseAtATime?: boolean;
  reminderLeadSeconds?: number;
  soldOut?: true;
  cancelledAt?: string;
  flyerUrl?: string;
  previousPrice?: Money;
  discountPercentage?: number;
  isDiscounted?: boolean;
  lastPriceChangeAt?: string;
}
export interface SeatMap {
  seats: SeatResource[];
  nextCursor?: string;
}
export interface SeatResource {
  seatId: string;
  state: 'FREE' | 'SOLD';
  price: Money;
  previousPrice?: Money;
  discountPercentage?: number;
  isDiscounted?: boolean;
  lastPriceChangeAt?: string;
}
export interface SeatsAdded {
  added: number;
  existing: number;
  capacity: number;
}
export interface TitleList {
  titles: {
    name: string;
    shows: ShowResource[];
  }[];
  nextCursor?: string;
}
export interface Sales {
  capacity: number;
  available: number;
  sold: number;
  revenue: Total[];
}
export interface FlyerUpload {
  uploadUrl: string;
  expiresInSeconds: number;
}
export interface PendingPurchase {
  purchaseId: string;
  status: 'PENDING';
  estimatedWaitSeconds?: number;
}
export interface DecidedPurchase {
  purchaseId: string;
  showId?: string;
  status: 'CONFIRMED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
  reason?:
    | 'SOLD_OUT'
    | 'SHOW_NOT_FOUND'
    | 'SHOW_CANCELLED'
    | 'SALE_NOT_OPEN'
    | 'SALE_CLOSED'
    | 'SALE_PAUSED'
    | 'PURCHASE_IN_PROGRESS'
    | 'SEAT_TAKEN'
    | 'SEAT_UNKNOWN'
    | 'LIMIT_EXCEEDED'
    | 'PRICE_CHANGED'
    | 'CARD_EXPIRED';
  quantity?: number;
  total?: Total;
  tickets: {
    ticketId: string;
    seat?: string;
  }[];
  refusedSeats?: string[];
  ticketsLeft?: number;
  currentPrice?: Money;
  currentTotal?: Total;
  card?: Card;
  holder?: {
    name: string;
    email: string;
  };
  message: string;
  reminderLeadSeconds?: number;
  requestedAt: string;
  decidedAt: string;
  cancelledAt?: string;
}
export interface Card {
  brand: 'visa' | 'mastercard';
  last4: string;
}
export interface PurchaseList {
  purchases: DecidedPurchase[];
  nextCursor?: string;
}
export interface BuyerLedger {
  userId: string;
  showId: string;
  tickets: number;
  lastPurchase?: {
    purchaseId: string;
    status: 'CONFIRMED' | 'REJECTED' | 'FAILED' | 'CANCELLED';
    requestedAt: string;
    decidedAt: string;
  };
}
/**
 * A problem document (RFC 9457).
 */
export interface Problem {
  /**
   * A URN made from the code.
   */
  type: string;
  /**
   * The sentence of the code.
   */
  title: string;
  /**
   * The HTTP status.
   */
  status: number;
  /**
   * Stable. Switch on it, and treat an unknown code like its status.
   */
  code: string;
  /**
   * What is wrong with this request.
   */
  detail?: string;
  /**
   * Every invalid field of the request. Never its value.
   */
  errors?: {
    /**
     * The field, e.g. `holder.email`.
     */
    path: string;
    /**
     * What the field must be.
     */
    message: string;
  }[];
}
