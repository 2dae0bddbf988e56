import type { Money } from '@willcall/client';
import { CURRENCY_DECIMALS } from '@willcall/contracts';
import { language } from './language.ts';

/**
 * The browser's own form of the page's language, such as en-GB: with it, dates and numbers look as the
 * buyer is used to.
 */
export const locale =
  globalThis.navigator?.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

/** Stands for what is not known now. A zero would be a figure. */
export const UNKNOWN = '–';

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

const MOMENT = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;

/** A moment on the clock of a time zone, with the zone's short name. Without a zone, on this device's clock. */
export const formatMoment = (time: string, timeZone?: string): string =>
  formatIn(timeZone, { ...MOMENT, timeZoneName: 'short' }, time);

/** The same moment on this device's clock. Undefined if there is no zone, or its clock shows the same. */
export const formatOwnMoment = (time: string, timeZone?: string): string | undefined =>
  formatIn(timeZone, MOMENT, time) === formatIn(undefined, MOMENT, time)
    ? undefined
    : formatMoment(time);

function formatIn(
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
  time: string,
): string {
  const date = new Date(time);
  if (timeZone === undefined) return new Intl.DateTimeFormat(locale, options).format(date);
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(date);
  } catch {
    // A zone that is newer than this browser.
    return new Intl.DateTimeFormat(locale, options).format(date);
  }
}

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
