import type { RejectionReason } from '@willcall/contracts';
import { type Allocation, allocate, type SeenStock } from '../stock/allocate.ts';
import { judge, type PurchaseToDecide, type ShowOnSale } from './judge.ts';

/**
 * What a plan rests on. `assumed`: the worker's own bucket is trusted to hold enough, and the
 * transaction's condition finds out. `seen`: a consistent look at every bucket, the only ground on
 * which SOLD_OUT may be said.
 */
export type StockView =
  | { readonly kind: 'assumed' }
  | { readonly kind: 'seen'; readonly left: SeenStock };

/** One transaction's worth of decisions, in arrival order. Every purchase is in exactly one list. */
export type Plan<P> = {
  /** Sold together in one transaction: these purchases, from these buckets. */
  readonly sell: readonly P[];
  readonly from: readonly Allocation[];
  /** Refused, to be recorded once the sale above is committed. */
  readonly refuse: readonly { readonly purchase: P; readonly reason: RejectionReason }[];
  /** To be decided after this plan is carried out. */
  readonly postponed: readonly P[];
};

/**
 * Decides purchases for one show in arrival order. A purchase for more than is left is refused and
 * later, smaller ones still get their tickets, so the last ticket is always sold.
 *
 * A buyer's purchases are decided in turn: when one of them was refused, the plan ends before the next
 * of theirs that could be sold, since sales are committed first and refusals recorded after.
 */
export function decide<P extends PurchaseToDecide>(
  purchases: readonly P[],
  show: ShowOnSale | undefined,
  stock: StockView,
  worker: { readonly bucket: number; readonly random: () => number },
): Plan<P> {
  const sell: P[] = [];
  const refuse: { purchase: P; reason: RejectionReason }[] = [];
  const refusedBuyers = new Set<string>();
  let left = stock.kind === 'seen' ? sum(stock.left) : Number.POSITIVE_INFINITY;
  let decided = 0;

  for (const purchase of purchases) {
    const reason = judge(show, purchase) ?? (purchase.quantity > left ? 'SOLD_OUT' : undefined);
    if (reason !== undefined) {
      refuse.push({ purchase, reason });
      refusedBuyers.add(purchase.userId);
    } else {
      if (refusedBuyers.has(purchase.userId)) break;
      sell.push(purchase);
      left -= purchase.quantity;
    }
    decided += 1;
  }

  const quantity = sum(sell.map((purchase) => purchase.quantity));
  return {
    sell,
    from: quantity === 0 ? [] : allocation(quantity, stock, worker),
    refuse,
    postponed: purchases.slice(decided),
  };
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

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
