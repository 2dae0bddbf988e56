import type { FieldError, Money, ShowChange, ShowRequest, ShowResource } from '@willcall/client';
import { locale } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';
import { readPrice, writePrice } from './price-text.ts';
import { toInstant, toWallTime } from './wall-time.ts';

/** What the form of a show has in its fields. Times are on the clock of its time zone, or else of this device. */
export type ShowDraft = {
  readonly name: string;
  readonly venue: string;
  /** Empty: the show has none. */
  readonly timeZone: string;
  readonly startsAt: string;
  readonly price: string;
  readonly currency: string;
  readonly capacity: string;
  readonly maxTicketsPerBuyer: string;
  /** Empty, like the close: the sale needs none. */
  readonly saleOpensAt: string;
  readonly saleClosesAt: string;
};

type DraftField = keyof ShowDraft | 'seats' | 'holdSeconds' | 'refundFee' | 'refundUntilSeconds';
export type DraftErrors = Readonly<Partial<Record<DraftField, string>>>;

const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const emptyDraft = (): ShowDraft => ({
  ...{ name: '', venue: '', timeZone: ownTimeZone(), startsAt: '' },
  ...{ price: '', currency: 'EUR', capacity: '', maxTicketsPerBuyer: '' },
  ...{ saleOpensAt: '', saleClosesAt: '' },
});

/** What the form has of a show that exists. */
export function draftOf(show: ShowResource): ShowDraft {
  const wallTime = (time: string | undefined): string =>
    time === undefined ? '' : toWallTime(time, clockOf(show.timeZone ?? ''));
  return {
    name: show.name,
    venue: show.venue,
    timeZone: show.timeZone ?? '',
    startsAt: wallTime(show.startsAt),
    price: writePrice(show.price, locale),
    currency: show.price.currency,
    capacity: String(show.capacity),
    maxTicketsPerBuyer: String(show.maxTicketsPerBuyer ?? ''),
    saleOpensAt: wallTime(show.saleOpensAt),
    saleClosesAt: wallTime(show.saleClosesAt),
  };
}

/**
 * What a form has once its show has changed. What was typed stays, and every other field is as the show is now: a
 * time that is typed on the clock of a time zone that is no longer there would be another moment.
 */
export const followShow = (draft: ShowDraft, before: ShowDraft, now: ShowDraft): ShowDraft => {
  const typed = namesOf(draft).filter((name) => draft[name] !== before[name]);
  return { ...now, ...Object.fromEntries(typed.map((name) => [name, draft[name]])) };
};

/** The zone whose clock counts. A zone that this browser does not know cannot be converted. */
function clockOf(typed: string): string {
  // It is sent without the spaces, so the times have to be on the same clock.
  const timeZone = typed.trim();
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone === '' ? ownTimeZone() : timeZone;
  } catch {
    return ownTimeZone();
  }
}

/** The fields of a form, converted. Undefined: the field is empty, or the form does not have it. */
export type ShowFields = {
  readonly name: string;
  readonly venue: string;
  readonly timeZone: string | undefined;
  readonly startsAt: string;
  readonly price: Money;
  readonly capacity: number | undefined;
  readonly maxTicketsPerBuyer: number | undefined;
  readonly saleOpensAt: string | undefined;
  readonly saleClosesAt: string | undefined;
};

type ReadDraft =
  | { readonly errors: DraftErrors }
  | { readonly errors?: undefined; readonly fields: ShowFields };

/** Converts what is in the form. It finds what cannot be sent at all, and the API checks the rest. */
export function readDraft(draft: ShowDraft, seating: ShowResource['seating']): ReadDraft {
  const text = organiseTexts.form.errors;
  const instant = (wallTime: string) => toInstant(wallTime, clockOf(draft.timeZone));
  const startsAt = instant(draft.startsAt);
  const price = readPrice(draft.price, draft.currency);
  const needed = {
    ...{ name: draft.name.trim() || undefined, venue: draft.venue.trim() || undefined },
    ...{ startsAt, price, ...(seating === 'GENERAL' && { capacity: readCount(draft.capacity) }) },
  };
  const optional = {
    maxTicketsPerBuyer: readCount(draft.maxTicketsPerBuyer),
    saleOpensAt: instant(draft.saleOpensAt),
    saleClosesAt: instant(draft.saleClosesAt),
  };
  const unread = [
    ...namesOf(needed).filter((name) => needed[name] === undefined),
    ...namesOf(optional).filter((name) => optional[name] === undefined && draft[name] !== ''),
  ];
  if (unread.length > 0 || startsAt === undefined || price === undefined) {
    return { errors: Object.fromEntries(unread.map((name) => [name, text[name]])) };
  }
  const { name, venue, timeZone } = draft;
  const { capacity } = needed;
  return {
    fields: {
      ...{ name, venue, timeZone: timeZone.trim() || undefined },
      ...{ startsAt, price, capacity, ...optional },
    },
  };
}

const namesOf = <Fields extends object>(fields: Fields) =>
  Object.keys(fields) as (keyof Fields & keyof ShowDraft)[];

export const readCount = (text: string): number | undefined =>
  /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;

/**
 * The request for a new show.
 *
 * @param seats the first seats; undefined for general admission
 */
export const toRequest = (fields: ShowFields, seats?: readonly string[]): ShowRequest => {
  const { timeZone, capacity, maxTicketsPerBuyer, saleOpensAt, saleClosesAt, ...needed } = fields;
  return {
    ...needed,
    ...(timeZone !== undefined && { timeZone }),
    ...(seats !== undefined && { seats: [...seats] }),
    ...(capacity !== undefined && { capacity }),
    ...(maxTicketsPerBuyer !== undefined && { maxTicketsPerBuyer }),
    ...(saleOpensAt !== undefined && { saleOpensAt }),
    ...(saleClosesAt !== undefined && { saleClosesAt }),
  };
};

/** What of a show has been changed in its form, so that a change by somebody else is not undone. */
export const toChange = (before: ShowFields, after: ShowFields): ShowChange => {
  const changed = namesOf(after).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]));
};

/** The sentences of the API about fields of the form, at these fields. Undefined if it names another one. */
export function findRefused(refused: readonly FieldError[]): DraftErrors | undefined {
  const errors: Partial<Record<DraftField, string>> = {};
  for (const { path, message } of refused) {
    const field = FIELDS.find((name) => path.split('.', 1)[0] === name);
    if (field === undefined) return undefined;
    errors[path === 'price.currency' ? 'currency' : field] ??= organiseTexts.requirement(message);
  }
  return refused.length === 0 ? undefined : errors;
}

const FIELDS = [
  ...['name', 'venue', 'timeZone', 'startsAt', 'price', 'capacity', 'maxTicketsPerBuyer'],
  ...['saleOpensAt', 'saleClosesAt', 'seats', 'holdSeconds', 'refundFee', 'refundUntilSeconds'],
] as readonly DraftField[];
