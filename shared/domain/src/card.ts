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
  const judged = judgeNumber(typed.number);
  if (typeof judged === 'string') return { refused: judged };
  const expiredAt = expiryTime(typed);
  return now >= expiredAt ? { card: judged, expiredAt: expiredAt.toISOString() } : { card: judged };
}

/** What can be wrong with a card. */
export type CardFault = 'number' | 'brand' | 'expired';

/** Lists everything that is wrong with a card that is refused anyway, also if some of its fields are missing. */
export function listCardFaults(
  {
    number,
    expiryMonth,
    expiryYear,
  }: { readonly [Field in keyof CardInput]?: CardInput[Field] | undefined },
  now: Date,
): readonly CardFault[] {
  const judged = number === undefined ? undefined : judgeNumber(number);
  const isExpired =
    expiryMonth !== undefined &&
    expiryYear !== undefined &&
    now >= expiryTime({ expiryMonth, expiryYear });
  return [
    ...(typeof judged === 'string' ? [judged] : []),
    ...(isExpired ? ['expired' as const] : []),
  ];
}

function judgeNumber(number: string): Card | 'number' | 'brand' {
  const digits = number.replaceAll(/[ -]/g, '');
  if (!/^\d{12,19}$/.test(digits) || !passesLuhn(digits)) return 'number';
  const brand = brandOf(digits);
  return brand === undefined ? 'brand' : { brand, last4: digits.slice(-4) };
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
const expiryTime = ({
  expiryMonth,
  expiryYear,
}: Pick<CardInput, 'expiryMonth' | 'expiryYear'>): Date =>
  new Date(Date.UTC(expiryYear, expiryMonth, 1) + LAST_ZONE_MS);
