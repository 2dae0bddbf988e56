import type { Money } from '@willcall/client';
import { CURRENCY_DECIMALS } from '@willcall/contracts';
import { language } from './language.ts';

/**
 * The browser's own form of the page's language, such as en-GB: with it, dates and numbers look as the
 * buyer is used to.
 */
const locale =
  globalThis.navigator?.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

/** Formats money in minor units, e.g. `€45.00` or `¥4,500`. */
export function formatMoney({ amount, currency }: Money, tag: string = locale): string {
  const decimals = CURRENCY_DECIMALS.get(currency) ?? 2;
  return new Intl.NumberFormat(tag, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount / 10 ** decimals);
}

export const formatCount = (count: number): string => new Intl.NumberFormat(locale).format(count);

/** A moment on this device's clock, with the name of its time zone: the API has no zone of the venue. */
export const formatMoment = (time: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(time));

/** A percentage with at most one decimal, e.g. `12.5%`. */
export const formatPercentage = (percentage: number): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
    percentage / 100,
  );

/** A list of words, e.g. `A1, A2 and A3`. */
export const formatList = (words: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(words);

/** A time of the day, e.g. `12:00:05`, from seconds since 1970. */
export const formatClock = (seconds: number): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(seconds * 1_000);

const formatUnit = (value: number, unit: 'second' | 'minute' | 'millisecond'): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);

/** From here on, a length of time is told in the next greater unit. */
const MOST_SECONDS = 120;
const MOST_MILLISECONDS = 10_000;

/** A length of time, e.g. `12 sec` or `3 min`. */
export const formatSeconds = (seconds: number): string =>
  seconds < MOST_SECONDS
    ? formatUnit(seconds, 'second')
    : formatUnit(Math.floor(seconds / 60), 'minute');

/** A length of time, e.g. `630 ms` or `12 sec`. */
export const formatMilliseconds = (ms: number): string =>
  ms < MOST_MILLISECONDS ? formatUnit(ms, 'millisecond') : formatSeconds(Math.ceil(ms / 1_000));
