import type { RejectionReason } from '@willcall/contracts';
import { type Allocation, allocate } from '../stock/allocate.ts';
import { Draft } from './draft.ts';
import { judge, judgeMoment, type PurchaseToDecide, type ShowOnSale } from './judge.ts';
import { type Refusal, refusedFor } from './refused-for.ts';
import type { SaleView, StockView } from './sale-view.ts';

/** One transaction's worth of decisions, in arrival order. Every purchase is in exactly one list. */
export type Plan<P> = {
  /** Sold together in one transaction: these purchases, from these buckets. */
  readonly sell: readonly P[];
  readonly from: readonly Allocation[];
  /** Refused, to be recorded once the sale above is committed. */
  readonly refuse: readonly ({ readonly purchase: P } & Refusal)[];
  /** To be decided after this plan is carried out. */
  readonly postponed: readonly P[];
};

/**
 * Decides purchases for one show in arrival order. A purchase for more than is left is refused and
 * later, smaller ones still get their tickets, so the last ticket is always sold. Under the sold-out
 * latch nothing is sold, and the stock need not be looked at.
 *
 * A buyer's purchases are decided in turn: when one of them was refused, the plan ends before the next
 * of theirs that could be sold, since sales are committed first and refusals recorded after. It also
 * ends where a transaction would become too large.
 */
export function decide<P extends PurchaseToDecide>(
  purchases: readonly P[],
  show: ShowOnSale | undefined,
  view: SaleView,
  worker: { readonly bucket: number; readonly random: () => number },
): Plan<P> {
  const draft = new Draft(show, view);
  const sell: P[] = [];
  const refuse: ({ purchase: P } & Refusal)[] = [];
  let decided = 0;

  for (const purchase of purchases) {
    const reason = reasonAgainst(purchase, show, view, draft);
    if (reason === 'next-plan') break;
    if (reason !== undefined) {
      refuse.push({ purchase, ...refusedFor(reason, purchase, show, view, draft.taken) });
      draft.refuse(purchase);
    } else {
      if (!draft.fits(purchase)) break;
      sell.push(purchase);
      draft.sell(purchase);
    }
    decided += 1;
  }
  return {
    sell,
    from: draft.sold === 0 ? [] : allocation(draft.sold, view.stock, worker),
    refuse,
    postponed: purchases.slice(decided),
  };
}

function reasonAgainst(
  purchase: PurchaseToDecide,
  show: ShowOnSale | undefined,
  view: SaleView,
  draft: Draft,
): RejectionReason | 'next-plan' | undefined {
  if (show?.soldOutAt !== undefined) {
    return judgeMoment(show, purchase.requestedAt) ?? 'SOLD_OUT';
  }
  const reason = judge(show, purchase, view.seats);
  if (reason !== undefined) return reason;
  const byLedger = draft.judgeLedger(purchase);
  if (byLedger !== undefined) return byLedger;
  if (draft.takenSeats(purchase).length > 0) return 'SEAT_TAKEN';
  return purchase.quantity > draft.left ? 'SOLD_OUT' : undefined;
}

function allocation(
  quantity: number,
  stock: StockView,
  worker: { readonly bucket: number; readonly random: () => number },
): readonly Allocation[] {
  switch (stock.kind) {
    case 'assumed':
      return [{ bucket: worker.bucket, quantity }];
    case 'seen':
      return allocate(quantity, stock.left, worker.bucket, worker.random);
  }
}
