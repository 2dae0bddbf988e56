import type { Money, RejectionReason } from '@willcall/contracts';
import { type PurchaseToDecide, type ShowOnSale, unknownSeats } from './judge.ts';
import { quote } from './quote.ts';
import type { SaleView } from './sale-view.ts';

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
export function refusedFor(
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
      return { reason, refusedSeats: unknownSeats(show, purchase, view.seats) ?? [] };
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
