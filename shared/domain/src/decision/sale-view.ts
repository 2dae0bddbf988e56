import type { Money } from '@willcall/contracts';
import type { SeenStock } from '../stock.ts';

/**
 * What a plan knows of the stock. `assumed`: the worker's own bucket is trusted to hold enough, and the
 * transaction's condition finds out. `seen`: a consistent look at every bucket, the only ground on
 * which SOLD_OUT may be said, the latch apart.
 */
export type StockView =
  | { readonly kind: 'assumed' }
  | { readonly kind: 'seen'; readonly left: SeenStock };

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
