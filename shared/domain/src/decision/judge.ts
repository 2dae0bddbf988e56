import type { Money, NotOnSaleReason, RejectionReason, Seating } from '@willcall/contracts';
import type { StockByShard } from '../stock.ts';

/** The show attributes that the rules use. */
export type ShowOnSale = {
  readonly price: Money;
  readonly startsAt: string;
  readonly onSale: boolean;
  readonly seating?: Seating | undefined;
  /** When the sale was last paused, and when it was last resumed. */
  readonly pausedAt?: string | undefined;
  readonly resumedAt?: string | undefined;
  readonly saleOpensAt?: string | undefined;
  /** When the opening of an open sale was last moved to a later time, and when that sale had opened. */
  readonly openingPostponedAt?: string | undefined;
  readonly postponedOpening?: string | undefined;
  readonly saleClosesAt?: string | undefined;
  readonly cancelledAt?: string | undefined;
  readonly soldOutAt?: string | undefined;
  readonly maxTicketsPerBuyer?: number | undefined;
  readonly onePurchaseAtATime?: boolean | undefined;
  /** Set if a payment provider takes the money: tickets are held until they are paid. */
  readonly payment?: 'PROVIDER' | undefined;
  /** A soft mark: until then, nothing was available when some tickets were held. */
  readonly allHeldUntil?: string | undefined;
};

/** The purchase attributes that the rules use. The purchases of one `userId` for a show are decided in order. */
export type PurchaseToDecide = {
  readonly userId: string;
  readonly quantity: number;
  readonly seats?: readonly string[] | undefined;
  readonly requestedAt: string;
  readonly hasCard: boolean;
  /** Whether the card had expired when the purchase was requested. */
  readonly hasExpiredCard?: boolean | undefined;
  readonly expectedPrice?: Money | undefined;
  readonly expectedTotal?: Money | undefined;
};

/** The time when the sale closes. Defaults to the start of the show. */
export const saleClosingTime = (show: Pick<ShowOnSale, 'startsAt' | 'saleClosesAt'>): string =>
  show.saleClosesAt ?? show.startsAt;

/** Whether the sale was not open yet at that time. */
export const isBeforeSale = (show: Pick<ShowOnSale, 'saleOpensAt'>, at: string): boolean =>
  show.saleOpensAt !== undefined && Date.parse(at) < Date.parse(show.saleOpensAt);

/**
 * Whether the sale was open at that time, and its opening was moved to a later time afterwards. The show
 * stores only its latest postponement.
 */
const wasOpenBeforePostponement = (
  { openingPostponedAt, postponedOpening }: ShowOnSale,
  at: string,
): boolean =>
  openingPostponedAt !== undefined &&
  postponedOpening !== undefined &&
  Date.parse(at) < Date.parse(openingPostponedAt) &&
  Date.parse(at) >= Date.parse(postponedOpening);

/** Returns why a purchase requested at that time is refused, or undefined. */
function judgeMoment(show: ShowOnSale, requestedAt: string): NotOnSaleReason | undefined {
  if (show.cancelledAt !== undefined) return 'SHOW_CANCELLED';
  if (isBeforeSale(show, requestedAt) && !wasOpenBeforePostponement(show, requestedAt)) {
    return 'SALE_NOT_OPEN';
  }
  if (Date.parse(requestedAt) >= Date.parse(saleClosingTime(show))) return 'SALE_CLOSED';
  if (isPaused(show, Date.parse(requestedAt))) return 'SALE_PAUSED';
  return undefined;
}

/** Returns why a purchase of any size is refused at that time, or undefined. Adds the sold-out latch to the moment. */
export const judgeSale = (show: ShowOnSale, requestedAt: string): NotOnSaleReason | undefined =>
  judgeMoment(show, requestedAt) ?? (show.soldOutAt === undefined ? undefined : 'SOLD_OUT');

/** Whether the soft mark of a show says that all its tickets are held or sold. */
export const isAllHeld = (
  { allHeldUntil }: Pick<ShowOnSale, 'allHeldUntil'>,
  at: string,
): boolean => allHeldUntil !== undefined && Date.parse(at) < Date.parse(allHeldUntil);

/**
 * Returns why a purchase is refused regardless of the stock, or undefined. Sale windows and pauses are
 * judged by the time of the request, the price by the time of the decision. Where nothing is charged, a
 * request without a card can buy only free tickets: that buyer saw a price of zero, so any other price has
 * changed.
 */
export function judge(
  show: ShowOnSale | undefined,
  purchase: PurchaseToDecide,
  seats?: ReadonlyMap<string, SeatView>,
): RejectionReason | undefined {
  if (show === undefined) return 'SHOW_NOT_FOUND';
  const reason = judgeMoment(show, purchase.requestedAt);
  if (reason !== undefined) return reason;
  if (purchase.hasExpiredCard === true) return 'CARD_EXPIRED';
  if (findUnknownSeats(show, purchase, seats) !== undefined) return 'SEAT_UNKNOWN';
  const { each, total } = quote(show, purchase, seats);
  const { expectedPrice, expectedTotal, hasCard } = purchase;
  if (expectedPrice !== undefined && !isSamePrice(expectedPrice, each)) return 'PRICE_CHANGED';
  if (expectedTotal !== undefined && !isSamePrice(expectedTotal, total)) return 'PRICE_CHANGED';
  if (show.payment === undefined && !hasCard && total.amount > 0) return 'PRICE_CHANGED';
  return undefined;
}

/**
 * Returns the requested seats that the show does not have, or undefined if it has all of them. Returns an
 * empty list if the request names no seats for a show with reserved seating.
 */
function findUnknownSeats(
  show: Pick<ShowOnSale, 'seating'>,
  { seats: requested }: Pick<PurchaseToDecide, 'seats'>,
  seats?: ReadonlyMap<string, SeatView>,
): readonly string[] | undefined {
  const isReserved = show.seating === 'RESERVED';
  if (requested === undefined) return isReserved ? [] : undefined;
  const unknown = isReserved ? requested.filter((id) => seats?.get(id) === undefined) : requested;
  return unknown.length === 0 ? undefined : unknown;
}

/** The show stores only its latest pause. A show that was never on sale has no `pausedAt`. */
function isPaused(
  { onSale, pausedAt, resumedAt }: Pick<ShowOnSale, 'onSale' | 'pausedAt' | 'resumedAt'>,
  requestedAt: number,
): boolean {
  if (pausedAt === undefined) return !onSale;
  if (requestedAt < Date.parse(pausedAt)) return false;
  return !onSale || (resumedAt !== undefined && requestedAt < Date.parse(resumedAt));
}

const isSamePrice = (a: Money, b: Money | undefined): boolean =>
  a.amount === b?.amount && a.currency === b.currency;

/** The current price of a purchase. */
type Quote = {
  /** The price per ticket, if all tickets cost the same. */
  readonly each?: Money;
  readonly total: Money;
};

/** Computes the price of a purchase. A seat without its own price costs the price of the show. */
export function quote(
  show: { readonly price: Money },
  purchase: { readonly quantity: number; readonly seats?: readonly string[] | undefined },
  seats?: ReadonlyMap<string, SeatView>,
): Quote {
  const { price } = show;
  if (purchase.seats === undefined) {
    return { each: price, total: { ...price, amount: price.amount * purchase.quantity } };
  }
  const amounts = purchase.seats.map((id) => (seats?.get(id)?.price ?? price).amount);
  const total = { ...price, amount: amounts.reduce((a, b) => a + b, 0) };
  const [first] = amounts;
  return first !== undefined && amounts.every((amount) => amount === first)
    ? { each: { ...price, amount: first }, total }
    : { total };
}

/** Why a purchase was refused, with details for the buyer. */
export type Refusal = {
  readonly reason: RejectionReason;
  /** The seats that are taken or that the show does not have. */
  readonly refusedSeats?: readonly string[];
  /** For SOLD_OUT: the tickets that were left, fewer than requested. */
  readonly ticketsLeft?: number;
  /** The current price of the purchase. */
  readonly currentPrice?: Money;
  readonly currentTotal?: Money;
};

/** What a plan leaves at the moment of a refusal. */
type Remaining = { readonly left: number; readonly taken: ReadonlySet<string> };

/**
 * Adds the details to a reason: the refused seats, the tickets left or the current price. Under the
 * sold-out latch, no tickets are left.
 */
export function makeRefusal(
  reason: RejectionReason,
  purchase: PurchaseToDecide,
  show: ShowOnSale | undefined,
  view: SaleView,
  { left, taken }: Remaining,
): Refusal {
  if (show === undefined) return { reason };
  switch (reason) {
    case 'SOLD_OUT':
      return { reason, ticketsLeft: show.soldOutAt === undefined ? left : 0 };
    case 'SEAT_TAKEN':
      return { reason, refusedSeats: (purchase.seats ?? []).filter((id) => taken.has(id)) };
    case 'SEAT_UNKNOWN':
      return { reason, refusedSeats: findUnknownSeats(show, purchase, view.seats) ?? [] };
    case 'PRICE_CHANGED': {
      const { each, total } = quote(show, purchase, view.seats);
      return {
        reason,
        ...(each === undefined ? {} : { currentPrice: each }),
        currentTotal: total,
      };
    }
    case 'ALL_HELD':
    case 'HOLD_OPEN':
    case 'TOO_MANY_HOLDS':
    case 'SHOW_NOT_FOUND':
    case 'SHOW_CANCELLED':
    case 'SALE_NOT_OPEN':
    case 'SALE_CLOSED':
    case 'SALE_PAUSED':
    case 'PURCHASE_IN_PROGRESS':
    case 'LIMIT_EXCEEDED':
    case 'CARD_EXPIRED':
      return { reason };
  }
}

/**
 * The stock that a plan uses. `assumed`: the plan assumes that the worker's own shard has enough, and the
 * condition of the transaction checks it. `seen`: the result of a consistent read of every shard. Without
 * the latch, only a `seen` stock allows SOLD_OUT.
 */
export type StockView =
  | { readonly kind: 'assumed' }
  | {
      readonly kind: 'seen';
      readonly left: StockByShard;
      /** The tickets of all shards that are held for buyers who have not paid yet. */
      readonly held: number;
    };

/** A buyer's ledger, from a consistent read. */
export type LedgerView = {
  /** Held or sold. */
  readonly tickets: number;
  /** The id of the purchase that the buyer still has to pay. */
  readonly openHold?: string | undefined;
  /** Holds of the buyer that were not paid in time. */
  readonly expiredHolds: number;
  /** ISO 8601, when the buyer's last purchase for the show was decided. */
  readonly lastDecidedAt: string;
};

/** A seat, from a consistent read. */
export type SeatView = {
  readonly isFree: boolean;
  /** Its own price, if it has one. */
  readonly price?: Money | undefined;
};

/** The data that a plan is based on. */
export type SaleView = {
  readonly stock: StockView;
  /** By buyer: the existing ledgers of the buyers to decide, if the show keeps ledgers. */
  readonly ledgers?: ReadonlyMap<string, LedgerView>;
  /** By id: the requested seats that exist, if the show has reserved seating. */
  readonly seats?: ReadonlyMap<string, SeatView>;
};

/**
 * Whether a show keeps a ledger for each buyer. It does if it limits what one buyer may buy or hold: a buyer has
 * one open hold at a time.
 */
export const keepsLedger = (show: {
  readonly maxTicketsPerBuyer?: number | undefined;
  readonly onePurchaseAtATime?: boolean | undefined;
  readonly payment?: 'PROVIDER' | undefined;
}): boolean =>
  show.maxTicketsPerBuyer !== undefined ||
  show.onePurchaseAtATime === true ||
  show.payment === 'PROVIDER';

/** Holds that one buyer may let expire for a show, against hoarding. */
export const MAX_EXPIRED_HOLDS = 3;

/** Whether a purchase is held until it is paid. What costs nothing is sold at once. */
export const isToBePaid = (
  show: Pick<ShowOnSale, 'payment'>,
  total: { readonly amount: number },
): boolean => show.payment === 'PROVIDER' && total.amount > 0;
