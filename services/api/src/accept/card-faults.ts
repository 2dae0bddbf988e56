import type { FieldError } from '@willcall/contracts';
import { type CardFault, listCardFaults } from '@willcall/domain';
import * as z from 'zod';

const errors: Readonly<Record<CardFault, FieldError>> = {
  number: { path: 'card.number', message: 'must be a card number, without a typing error' },
  brand: { path: 'card.number', message: 'must be the number of a Visa or Mastercard card' },
  expired: { path: 'card.expiryYear', message: 'must not be in the past: the card has expired' },
};

/** A card as it was sent: what the schema of the request refuses is missing here. */
const SentCard = z.object({
  number: z.string().max(64).optional().catch(undefined),
  expiryMonth: z.int().min(1).max(12).optional().catch(undefined),
  expiryYear: z.int().min(2000).max(2999).optional().catch(undefined),
});

/**
 * Lists what is wrong with the card of a purchase that is refused anyway, so that one answer lists
 * everything. It reads the body as it was sent, and repeats nothing of it.
 */
export function describeCardFaults(body: unknown, now: Date): readonly FieldError[] {
  const sent = z.object({ card: SentCard }).safeParse(body);
  return sent.success ? listCardFaults(sent.data.card, now).map((fault) => errors[fault]) : [];
}

/** The error of a card that has expired since it was valid. */
export const EXPIRED_CARD = errors.expired;
