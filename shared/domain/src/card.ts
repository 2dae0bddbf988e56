import type { Card } from '@willcall/contracts';

/** A card as the buyer typed it. It must not be stored, logged or passed on. */
export type CardInput = {
  readonly number: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
};

export type CardRefusal = 'number' | 'brand' | 'expired';

/**
 * Checks a card: Visa or Mastercard by number range, Luhn check digit, not expired. The result contains
 * only the brand and the last four digits. This checks the format, not the account.
 *
 * Ranges: Visa 4 with 13, 16 or 19 digits; Mastercard 51–55 and 2221–2720 with 16 digits (ISO/IEC
 * 7812 issuer ranges). A card is valid until its month ends in the last time zone, UTC−12.
 */
export function checkCard(
  typed: CardInput,
  now: Date,
): { readonly card: Card } | { readonly refused: CardRefusal } {
  const digits = typed.number.replaceAll(/[ -]/g, '');
  if (!/^\d{12,19}$/.test(digits) || !passesLuhn(digits)) return { refused: 'number' };
  const brand = brandOf(digits);
  if (brand === undefined) return { refused: 'brand' };
  if (isExpired(typed, now)) return { refused: 'expired' };
  return { card: { brand, last4: digits.slice(-4) } };
}

function brandOf(digits: string): Card['brand'] | undefined {
  if (digits.startsWith('4') && [13, 16, 19].includes(digits.length)) return 'visa';
  const first4 = Number(digits.slice(0, 4));
  const inRange = (first4 >= 5100 && first4 <= 5599) || (first4 >= 2221 && first4 <= 2720);
  return inRange && digits.length === 16 ? 'mastercard' : undefined;
}

/** Luhn formula, ISO/IEC 7812-1 annex B: double every second digit from the right; the sum is divisible by ten. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [fromLeft, character] of [...digits].entries()) {
    const digit = Number(character);
    const doubled = (digits.length - fromLeft) % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Milliseconds from the end of a month in UTC to the end of that month in UTC−12. */
const LAST_ZONE_MS = 12 * 60 * 60 * 1000;

function isExpired({ expiryMonth, expiryYear }: CardInput, now: Date): boolean {
  const firstMomentAfter = Date.UTC(expiryYear, expiryMonth, 1) + LAST_ZONE_MS;
  return now.getTime() >= firstMomentAfter;
}
