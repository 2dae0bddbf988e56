import type { Money } from '@willcall/contracts';
import type { SeatView } from './sale-view.ts';

/** What a purchase costs at this moment. */
export type Quote = {
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
