import type { Money, RejectionReason } from '@willcall/contracts';

/** What the rules know of a show. */
export type ShowOnSale = {
  readonly price: Money;
  readonly startsAt: string;
  readonly onSale: boolean;
  readonly saleOpensAt?: string | undefined;
  readonly saleClosesAt?: string | undefined;
};

/** What the rules know of a purchase. `userId` is all of its order: a buyer's purchases for a show are decided in turn. */
export type PurchaseToDecide = {
  readonly userId: string;
  readonly quantity: number;
  readonly requestedAt: string;
  readonly hasCard: boolean;
  readonly expectedPrice?: Money | undefined;
};

/** The sale closes when the show starts, unless it was told another time. */
export const closesAt = (show: Pick<ShowOnSale, 'startsAt' | 'saleClosesAt'>): string =>
  show.saleClosesAt ?? show.startsAt;

/** Whether the sale had not yet opened at that moment. */
export const isBeforeSale = (show: Pick<ShowOnSale, 'saleOpensAt'>, at: string): boolean =>
  show.saleOpensAt !== undefined && Date.parse(at) < Date.parse(show.saleOpensAt);

/**
 * Why a purchase cannot be sold whatever the stock, or undefined. Sale windows are judged by when the
 * buyer asked, the price by what it is at the decision. Without a card only a free show can be bought:
 * that buyer was shown a price of nothing, so any other price has changed.
 */
export function judge(
  show: ShowOnSale | undefined,
  purchase: PurchaseToDecide,
): RejectionReason | undefined {
  if (show === undefined) return 'SHOW_NOT_FOUND';
  if (isBeforeSale(show, purchase.requestedAt)) return 'SALE_NOT_OPEN';
  if (Date.parse(purchase.requestedAt) >= Date.parse(closesAt(show))) return 'SALE_CLOSED';
  if (!show.onSale) return 'SALE_PAUSED';
  const expected = purchase.expectedPrice;
  if (expected !== undefined && !isSamePrice(expected, show.price)) return 'PRICE_CHANGED';
  if (!purchase.hasCard && show.price.amount > 0) return 'PRICE_CHANGED';
  return undefined;
}

const isSamePrice = (a: Money, b: Money): boolean =>
  a.amount === b.amount && a.currency === b.currency;
