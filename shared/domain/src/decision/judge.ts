import type { Money, RejectionReason, Seating } from '@willcall/contracts';
import type { StockByShard } from '../stock.ts';

/** What the rules know of a show. */
export type ShowOnSale = {
  readonly price: Money;
  readonly startsAt: string;
  readonly onSale: boolean;
  readonly seating?: Seating | undefined;
  /** When it was last paused, and when it last went on. */
  readonly pausedAt?: string | undefined;
  readonly resumedAt?: string | undefined;
  readonly saleOpensAt?: string | undefined;
  readonly saleClosesAt?: string | undefined;
  readonly cancelledAt?: string | undefined;
  readonly soldOutAt?: string | undefined;
  readonly maxTicketsPerBuyer?: number | undefined;
  readonly onePurchaseAtATime?: boolean | undefined;
};

/** What the rules know of a purchase. `userId` is all of its order: a buyer's purchases for a show are decided in turn. */
export type PurchaseToDecide = {
  readonly userId: string;
  readonly quantity: number;
  readonly seats?: readonly string[] | undefined;
  readonly requestedAt: string;
  readonly hasCard: boolean;
  readonly expectedPrice?: Money | undefined;
  readonly expectedTotal?: Money | undefined;
};

/** The sale closes when the show starts, unless it was told another time. */
export const saleClosingTime = (show: Pick<ShowOnSale, 'startsAt' | 'saleClosesAt'>): string =>
  show.saleClosesAt ?? show.startsAt;

/** Whether the sale had not yet opened at that moment. */
export const isBeforeSale = (show: Pick<ShowOnSale, 'saleOpensAt'>, at: string): boolean =>
  show.saleOpensAt !== undefined && Date.parse(at) < Date.parse(show.saleOpensAt);

/** Why nobody who asked at that moment can buy, or undefined. */
export function judgeMoment(
  show: ShowOnSale | undefined,
  requestedAt: string,
): RejectionReason | undefined {
  if (show === undefined) return 'SHOW_NOT_FOUND';
  if (show.cancelledAt !== undefined) return 'SHOW_CANCELLED';
  if (isBeforeSale(show, requestedAt)) return 'SALE_NOT_OPEN';
  if (Date.parse(requestedAt) >= Date.parse(saleClosingTime(show))) return 'SALE_CLOSED';
  if (isPaused(show, Date.parse(requestedAt))) return 'SALE_PAUSED';
  return undefined;
}

/**
 * Why a purchase cannot be sold whatever the stock, or undefined. Sale windows and pauses are judged by
 * when the buyer asked, the price by what it is at the decision. Without a card only what is free can
 * be bought: that buyer was shown a price of nothing, so any other price has changed.
 */
export function judge(
  show: ShowOnSale | undefined,
  purchase: PurchaseToDecide,
  seats?: ReadonlyMap<string, SeatView>,
): RejectionReason | undefined {
  const reason = judgeMoment(show, purchase.requestedAt);
  if (reason !== undefined || show === undefined) return reason;
  if (findUnknownSeats(show, purchase, seats) !== undefined) return 'SEAT_UNKNOWN';
  const { each, total } = quote(show, purchase, seats);
  const { expectedPrice, expectedTotal, hasCard } = purchase;
  if (expectedPrice !== undefined && !isSamePrice(expectedPrice, each)) return 'PRICE_CHANGED';
  if (expectedTotal !== undefined && !isSamePrice(expectedTotal, total)) return 'PRICE_CHANGED';
  if (!hasCard && total.amount > 0) return 'PRICE_CHANGED';
  return undefined;
}

/**
 * The seats asked for that the show does not have, or undefined when it has them all. Tickets without
 * seats are not to be had of a show with reserved seating: then none is named.
 */
function findUnknownSeats(
  show: Pick<ShowOnSale, 'seating'>,
  { seats: asked }: Pick<PurchaseToDecide, 'seats'>,
  seats?: ReadonlyMap<string, SeatView>,
): readonly string[] | undefined {
  const isReserved = show.seating === 'RESERVED';
  if (asked === undefined) return isReserved ? [] : undefined;
  const unknown = isReserved ? asked.filter((id) => seats?.get(id) === undefined) : asked;
  return unknown.length === 0 ? undefined : unknown;
}

/** Only the latest pause is remembered. A show that never went on sale has no other beginning of it. */
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

/** What a purchase costs at this moment. */
type Quote = {
  /** Of one ticket, when all cost the same. */
  readonly each?: Money;
  readonly total: Money;
};

/** Prices a purchase: each seat at its own price, or at the show's. */
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

/** Why a purchase was refused, and of what the buyer is told besides. */
export type Refusal = {
  readonly reason: RejectionReason;
  /** The seats that are taken, or that the show does not have. */
  readonly refusedSeats?: readonly string[];
  /** What it would cost now. */
  readonly currentPrice?: Money;
  readonly currentTotal?: Money;
};

/** A reason with what the buyer is told besides: which seats, or the price as it is now. */
export function makeRefusal(
  reason: RejectionReason,
  purchase: PurchaseToDecide,
  show: ShowOnSale | undefined,
  view: SaleView,
  taken: ReadonlySet<string>,
): Refusal {
  if (show === undefined) return { reason };
  switch (reason) {
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
    case 'SOLD_OUT':
    case 'SHOW_NOT_FOUND':
    case 'SHOW_CANCELLED':
    case 'SALE_NOT_OPEN':
    case 'SALE_CLOSED':
    case 'SALE_PAUSED':
    case 'PURCHASE_IN_PROGRESS':
    case 'LIMIT_EXCEEDED':
      return { reason };
  }
}

/**
 * What a plan knows of the stock. `assumed`: the worker's own shard is trusted to hold enough, and the
 * transaction's condition finds out. `seen`: a consistent look at every shard, the only ground on
 * which SOLD_OUT may be said, the latch apart.
 */
export type StockView =
  | { readonly kind: 'assumed' }
  | { readonly kind: 'seen'; readonly left: StockByShard };

/** What a consistent look found in a buyer's ledger. */
export type LedgerView = {
  readonly tickets: number;
  /** ISO 8601, when the buyer's last purchase for the show was decided. */
  readonly lastDecidedAt: string;
};

/** What a consistent look found of a seat. */
export type SeatView = {
  readonly isFree: boolean;
  /** Its own price, if it has one. */
  readonly price?: Money | undefined;
};

/** What a plan rests on. */
export type SaleView = {
  readonly stock: StockView;
  /** By buyer: of a show that keeps ledgers, those of the purchases to decide that have one. */
  readonly ledgers?: ReadonlyMap<string, LedgerView>;
  /** By id: of a show with reserved seating, those of the seats asked for that exist. */
  readonly seats?: ReadonlyMap<string, SeatView>;
};

/** Whether a show keeps a ledger for each of its buyers: it does when it limits what one may buy. */
export const keepsLedger = (show: {
  readonly maxTicketsPerBuyer?: number | undefined;
  readonly onePurchaseAtATime?: boolean | undefined;
}): boolean => show.maxTicketsPerBuyer !== undefined || show.onePurchaseAtATime === true;
