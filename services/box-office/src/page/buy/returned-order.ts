import type { TypedCard } from './card.ts';
import type { Choice, OrderErrors } from './order-form.ts';

/** An order whose fields the API has refused, on its way back to the form. It is in memory only. */
type ReturnedOrder = {
  readonly user: string;
  readonly showId: string;
  readonly choice: Choice;
  readonly card: TypedCard;
  readonly errors: OrderErrors;
};

let returned: ReturnedOrder | undefined;

/** Hands an order back to the form of its show. */
export const returnOrder = (order: ReturnedOrder): void => {
  returned = order;
};

/** Takes the order that was handed back to a user's form of a show, once. */
export function takeReturnedOrder(showId: string, user: string): ReturnedOrder | undefined {
  const taken = returned?.showId === showId && returned.user === user ? returned : undefined;
  returned = undefined;
  return taken;
}
