import type { Money } from '@willcall/client';
import { CURRENCY_DECIMALS } from '@willcall/contracts';

const decimalsOf = (currency: string): number => CURRENCY_DECIMALS.get(currency) ?? 2;

/**
 * Reads a price as people type it, e.g. `45`, `15.99` or `15,99`, into minor units. Undefined if it is no price in
 * this currency. It has no separators of thousands, because one of them could be meant as the decimal sign.
 */
export function readPrice(text: string, currency: string): Money | undefined {
  const match = /^(\d+)(?:[.,](\d+))?$/.exec(text.trim());
  const decimals = decimalsOf(currency);
  const [, whole = '', fraction = ''] = match ?? [];
  if (match === null || fraction.length > decimals) return undefined;
  return { amount: Number(whole + fraction.padEnd(decimals, '0')), currency };
}

/** Writes a price as `readPrice` reads it, with the decimal sign of a language. */
export function writePrice({ amount, currency }: Money, tag: string): string {
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat(tag, {
    useGrouping: false,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount / 10 ** decimals);
}
