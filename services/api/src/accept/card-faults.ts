import { type FieldError, RequestedCard } from '@willcall/contracts';
import { type CardFault, listCardFaults } from '@willcall/domain';
import * as z from 'zod/mini';

const errors: Readonly<Record<CardFault, FieldError>> = {
  number: { path: 'card.number', message: 'must be a card number, without a typing error' },
  brand: { path: 'card.number', message: 'must be the number of a Visa or Mastercard card' },
  expired: { path: 'card.expiryYear', message: 'must not be in the past: the card has expired' },
};

const Sent = z.object({ card: z.looseObject({}) });

/**
 * Lists what is wrong with the card of a purchase that is refused anyway, so that one answer lists
 * everything. It reads the body as it was sent, and repeats nothing of it.
 */
export function describeCardFaults(body: unknown, now: Date): readonly FieldError[] {
  const { data: sent } = Sent.safeParse(body);
  if (sent === undefined) return [];
  const { number, expiryMonth, expiryYear } = RequestedCard.shape;
  // What the schema of the request refuses is undefined here.
  const card = {
    number: number.safeParse(sent.card.number).data,
    expiryMonth: expiryMonth.safeParse(sent.card.expiryMonth).data,
    expiryYear: expiryYear.safeParse(sent.card.expiryYear).data,
  };
  return listCardFaults(card, now).map((fault) => errors[fault]);
}

/** The error of a card that has expired since it was valid. */
export const EXPIRED_CARD = errors.expired;
