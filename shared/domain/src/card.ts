import { type Card, passesLuhn } from '@willcall/contracts';

/** A card as the buyer typed it. It must not be stored, logged or passed on. */
export type CardInput = {
  readonly number: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
};

/** A valid card, or why it is none. `expiredAt`: ISO 8601, if the card has expired. */
type CheckedCard =
  | { readonly card: Card; readonly expiredAt?: string }
  | { readonly refused: 'number' | 'brand' };

/**
 * Checks a card: Visa or Mastercard by number range, Luhn check digit, expiry. The result contains only
 * the brand and the last four digits. This checks the format, not the account. An expired card is told
 * apart from an invalid one, because it was valid once.
 *
 * Ranges: Visa 4 with 13, 16 or 19 digits; Mastercard 51–55 and 2221–2720 with 16 digits (ISO/IEC
 * 7812 issuer ranges). A card is valid until its month ends in the last time zone, UTC−12.
 */
export function checkCard(typed: CardInput, now: Date): CheckedCard {
  const digits = typed.number.replaceAll(/[ -]/g, '');
  if (!/^\d{12,19}$/.test(digits) || !passesLuhn(digits)) return { refused: 'number' };
  const brand = brandOf(digits);
  if (brand === undefined) return { refused: 'brand' };
  const card = { brand, last4: digits.slice(-4) };
  const expiredAt = expiryTime(typed);
  return now >= expiredAt ? { card, expiredAt: expiredAt.toISOString() } : { card };
}

function brandOf(digits: string): Card['brand'] | undefined {
  if (digits.startsWith('4') && [13, 16, 19].includes(digits.length)) return 'visa';
  const first4 = Number(digits.slice(0, 4));
  const inRange = (first4 >= 5100 && first4 <= 5599) || (first4 >= 2221 && first4 <= 2720);
  return inRange && digits.length === 16 ? 'mastercard' : undefined;
}

/** Milliseconds from the end of a month in UTC to the end of that month in UTC−12. */
const LAST_ZONE_MS = 12 * 60 * 60 * 1000;

/** The first moment after the card's month. */
const expiryTime = ({ expiryMonth, expiryYear }: CardInput): Date =>
  new Date(Date.UTC(expiryYear, expiryMonth, 1) + LAST_ZONE_MS);
