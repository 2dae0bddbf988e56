import * as z from 'zod/mini';
import { rule } from '../fields.ts';
import { Instant } from '../time.ts';
import type { FieldError } from './problems.ts';

/**
 * The years that the times of a show can have, as for cards: any other year is a typing error. The range
 * also bounds what is computed from a start. The months that ever had a show are one item of the table,
 * where those of a thousand years fit (84 KB of 400 KB), and a start less the longest reminder lead still
 * has a year of four digits, which text sorts by.
 */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2999;

/** A time of a show. It is exact to the millisecond, like the clocks with which it is compared. */
export const ShowTime = Instant.check(
  z.superRefine((text, { addIssue }) => {
    const message = findTimeFault(text);
    if (message !== undefined) addIssue({ code: 'custom', message });
  }),
);

function findTimeFault(text: string): string | undefined {
  // `Instant` itself refuses a text that is not a time.
  if (!Instant.safeParse(text).success) return undefined;
  if (/\.\d{4,}Z$/.test(text)) {
    return 'must have at most 3 digits of a second: the time is exact to the millisecond';
  }
  const year = Number(text.slice(0, 4));
  return year < FIRST_YEAR || year > LAST_YEAR
    ? `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`
    : undefined;
}

/** The times of a show. They may come from a request that is not checked yet, where `null` removes one. */
type ShowTimes = {
  readonly startsAt?: unknown;
  readonly saleOpensAt?: unknown;
  readonly saleClosesAt?: unknown;
};

/** Compares two times. One that is missing or not a time is not out of order: the schema of its field refuses it. */
const isAtOrAfter = (a: unknown, b: unknown): boolean =>
  Date.parse(String(a)) >= Date.parse(String(b));

/** An order of the times of a show. A sale may go on after the start, e.g. at the door. */
type Order = {
  readonly isBroken: (times: ShowTimes) => boolean;
  readonly sentence: string;
};

const openingAndClosing: Order = {
  isBroken: ({ saleOpensAt, saleClosesAt }) => isAtOrAfter(saleOpensAt, saleClosesAt),
  sentence: 'the sale must open before it closes',
};

const openingAndStart: Order = {
  isBroken: ({ saleOpensAt, startsAt }) => isAtOrAfter(saleOpensAt, startsAt),
  sentence: 'the sale must open before the show starts',
};

const holds =
  ({ isBroken }: Order) =>
  (times: ShowTimes): boolean =>
    !isBroken(times);

/** The rules of a new show about the order of its times. */
export const opensBeforeItCloses = rule(
  holds(openingAndClosing),
  'must be before the sale closes',
  'saleOpensAt',
);
export const opensBeforeTheStart = rule(
  holds(openingAndStart),
  'must be before the show starts',
  'saleOpensAt',
);

/** Returns which order the times of a changed show break, as a sentence, or undefined. */
export const findBrokenOrder = (times: ShowTimes): string | undefined =>
  [openingAndClosing, openingAndStart].find(({ isBroken }) => isBroken(times))?.sentence;

/**
 * Finds the requested times that make no sense once they have passed. An opening may have passed: the sale
 * is then open at once. A purchase is judged by the time of its request, so a sale that closed in the past
 * would refuse purchases that were accepted; `onSale: false` stops a sale at once.
 */
export const findPastTimes = (times: ShowTimes, now: Date): FieldError[] =>
  (
    [
      ['startsAt', 'must be in the future'],
      ['saleClosesAt', 'must be in the future: onSale false stops a sale at once'],
    ] as const
  ).flatMap(([path, message]) =>
    isAtOrAfter(now.toISOString(), times[path]) ? [{ path, message }] : [],
  );
