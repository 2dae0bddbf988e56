import type { Card, Money, ShowWithStock } from '@willcall/client';
import type { Draft } from '../kept/draft.ts';
import { findOpenRequest, keepRequest } from '../kept/requests.ts';
import { type CardInput, holdCard } from './follow-request.ts';
import type { Choice } from './order-form.ts';

type ValidOrder = {
  readonly show: ShowWithStock;
  readonly user: string;
  readonly choice: Choice;
  /** What the buyer saw. The purchase is refused at any other price. */
  readonly total: Money;
  readonly draft: Draft;
  readonly payment: { readonly input: CardInput; readonly card: Card } | undefined;
};

/**
 * Keeps a request before it is sent, and returns its key. A second click, or the same form in another tab,
 * gets the same key.
 */
export function prepareRequest({ show, user, choice, total, draft, payment }: ValidOrder): string {
  const open = findOpenRequest(show.showId, user);
  if (open !== undefined) return open.key;
  const key = crypto.randomUUID();
  keepRequest({
    key,
    user,
    showName: show.name,
    body: {
      showId: show.showId,
      ...(choice.seats === undefined
        ? { quantity: choice.quantity, expectedPrice: show.price }
        : { seats: [...choice.seats], expectedTotal: total }),
      holder: { name: draft.name.trim(), email: draft.email.trim() },
    },
    ...(payment && { card: payment.card }),
    total,
  });
  if (payment !== undefined) holdCard(key, payment.input);
  return key;
}
