import type { Card } from '@willcall/client';
import { checkCard } from '@willcall/domain';
import { texts } from '../text/language.ts';
import type { CardInput } from './follow-request.ts';

/** What the buyer has typed. */
export type TypedCard = { readonly number: string; readonly expiry: string };

export const EMPTY_CARD: TypedCard = { number: '', expiry: '' };

export type CardErrors = Partial<Record<keyof TypedCard, string>>;

type ReadCard =
  | { readonly input: CardInput; readonly card: Card; readonly errors?: undefined }
  | { readonly errors: CardErrors };

/** Reads a typed card by the rules of the API. */
export function readCard({ number, expiry }: TypedCard, now: Date): ReadCard {
  const { errors } = texts.buy;
  const date = readExpiry(expiry);
  // The number is checked with any date if the date cannot be read, so that all errors are told at once.
  const checked = checkCard({ number, ...(date ?? ANY_DATE) }, now);
  if ('refused' in checked) {
    const text = checked.refused === 'brand' ? errors.brand : errors.card;
    return { errors: { number: text, ...(date === undefined && { expiry: errors.expiry }) } };
  }
  if (date === undefined) return { errors: { expiry: errors.expiry } };
  if (checked.expiredAt !== undefined) return { errors: { expiry: errors.expired } };
  return { input: { number, ...date }, card: checked.card };
}

const ANY_DATE = { expiryMonth: 12, expiryYear: 2999 };

/** Reads `4/29`, `04/29`, `0429` or `04/2029`. */
function readExpiry(text: string): Omit<CardInput, 'number'> | undefined {
  const [, month = '', year = ''] =
    /^\s*(0?[1-9]|1[0-2])\s*[/ .-]?\s*((?:20)?\d\d)\s*$/.exec(text) ?? [];
  if (month === '') return undefined;
  return { expiryMonth: Number(month), expiryYear: 2_000 + (Number(year) % 100) };
}
