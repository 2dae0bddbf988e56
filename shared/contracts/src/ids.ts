import * as z from 'zod';

/** A card number in the wrong field, which could then be logged. None of our ids consists of digits only. */
const LOOKS_LIKE_A_CARD_NUMBER = /^\d{12,19}$/;

const isNotCardNumber = (text: string): boolean => !LOOKS_LIKE_A_CARD_NUMBER.test(text);

/** A show's id, opaque to callers. The ids that willcall issues have 16 characters. */
export const ShowId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a show id' })
  .refine(isNotCardNumber, { error: 'must be a show id' });

/** A seat's id within its show, e.g. `1-A9`. It is short so that a purchase record can hold eight of them. */
export const SeatId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/, {
    error: 'must be a seat id: 1 to 16 letters, digits and hyphens',
  })
  .refine(isNotCardNumber, { error: 'must be a seat id' });
export type SeatId = z.infer<typeof SeatId>;

/** A purchase id: 24 computed bytes in base64url. */
export const PurchaseId = z.string().regex(/^[A-Za-z0-9_-]{32}$/);

/** A token's `sub`: at most 255 ASCII characters (OpenID Connect Core 1.0, section 2). */
export const UserId = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** Links a request to its message, record and logs. */
export const CorrelationId = z
  .string()
  .regex(/^[A-Za-z0-9._:=-]{1,64}$/)
  .refine(isNotCardNumber);
