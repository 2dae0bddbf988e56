import * as z from 'zod/mini';
import { holdsCardNumber } from './card-number.ts';

/** A card number in the wrong field could be logged. None of our ids consists of digits only. */
const isNotCardNumber = (text: string): boolean =>
  !/^\d{12,19}$/.test(text) && !holdsCardNumber(text);

const SHOW_ID =
  'must be a show id: 1 to 64 letters, digits, hyphens and underscores, and no card number';

/** A show's id, opaque to callers. The ids that willcall issues have 16 characters. */
export const ShowId = z
  .string({ error: SHOW_ID })
  .check(
    z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: SHOW_ID }),
    z.refine(isNotCardNumber, { error: SHOW_ID }),
  );

const SEAT_ID = 'must be a seat id: 1 to 16 letters, digits and hyphens, and no card number';

/** A seat's id within its show, e.g. `1-A9`. It is short so that a purchase record can hold eight of them. */
export const SeatId = z
  .string({ error: SEAT_ID })
  .check(
    z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/, { error: SEAT_ID }),
    z.refine(isNotCardNumber, { error: SEAT_ID }),
  );
export type SeatId = z.infer<typeof SeatId>;

/** A list of seat ids without duplicates. */
export const distinctSeats = (least: number, most: number) => {
  const error = `must be a list of ${least} to ${most} seat ids`;
  return z.array(SeatId, { error }).check(
    z.minLength(least, { error }),
    z.maxLength(most, { error }),
    z.refine((seats) => new Set(seats).size === seats.length, {
      error: 'must not repeat a seat',
      when: ({ value }) => Array.isArray(value),
    }),
  );
};

/** A purchase id: 24 computed bytes in base64url. */
export const PurchaseId = z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/));

/** For commands that take a user id. */
export const USER_ID_RULE =
  '1 to 255 visible ASCII characters without spaces, and not the words null and undefined';

/**
 * A token's `sub`: at most 255 ASCII characters (OpenID Connect Core 1.0, section 2). A gateway that writes
 * a missing value as a word must not make a buyer of it.
 */
export const UserId = z.string().check(z.regex(/^(?!(?:null|undefined)$)[\x21-\x7e]{1,255}$/));

/** Links a request to its message, record and logs. */
export const CorrelationId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._:=-]{1,64}$/), z.refine(isNotCardNumber));
