import * as z from 'zod';

/** A card number gone astray, in a place that is logged. No id of ours is digits alone. */
const LOOKS_LIKE_A_CARD_NUMBER = /^\d{12,19}$/;

const isNotCardNumber = (text: string): boolean => !LOOKS_LIKE_A_CARD_NUMBER.test(text);

/** A show's id: opaque to callers. Ours are 16 characters; what we did not issue finds no show. */
export const ShowId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be the id of a show' })
  .refine(isNotCardNumber, { error: 'must be the id of a show' });

/** A seat's id within its show, e.g. `1-A9`. Short: eight of them fit into a purchase's record. */
export const SeatId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/, {
    error: 'must be the id of a seat: 1 to 16 letters, digits and hyphens',
  })
  .refine(isNotCardNumber, { error: 'must be the id of a seat' });
export type SeatId = z.infer<typeof SeatId>;

/** A purchase's id: 24 computed bytes in base64url. */
export const PurchaseId = z.string().regex(/^[A-Za-z0-9_-]{32}$/);

/** A token's `sub`: at most 255 ASCII characters (OpenID Connect Core 1.0, section 2). */
export const UserId = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** What ties a request, its message, its record and its logs together. */
export const CorrelationId = z
  .string()
  .regex(/^[A-Za-z0-9._:=-]{1,64}$/)
  .refine(isNotCardNumber);
