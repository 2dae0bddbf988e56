import * as z from 'zod/mini';
import type { UnreadableRecord } from '../errors.ts';
import { BY_NAME, BY_START, CALENDAR_KEY, startKey, startMonth } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { getItem, type Item, queryItems, readRecord, readRecords } from '../read-items.ts';
import { type ShowRecord, showKind } from './show-record.ts';

const Month = z.string().check(z.regex(/^\d{4}-\d{2}$/));

const calendarKind = {
  table: 'shows',
  schema: z.object({ months: z.set(Month) }),
  what: 'the calendar',
} as const;

/** A place in the list: a by-start key. No show needs to have it, or to have it still. */
export type ShowPosition = { readonly month: string; readonly startKey: string };

type ShowPage = {
  readonly shows: readonly ShowRecord[];
  /** The shows of the page that were left out because they cannot be read. */
  readonly unreadable: readonly UnreadableRecord<'showId'>[];
  /** The start of the next page, if there is one. */
  readonly next?: ShowPosition;
};

/** `earliest-first` lists the shows after a position, `latest-first` those before it. */
type ShowOrder = 'earliest-first' | 'latest-first';

/**
 * Lists a page of shows by start from a position on, or from the end of the list. One read of the
 * calendar and one query for each month that the page includes. Months beyond the position are not
 * read. A show that cannot be read is left out, so a page may be shorter than its limit.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord of the calendar
 */
export async function listShows(
  store: Store<'shows'>,
  limit: number,
  from?: ShowPosition,
  order: ShowOrder = 'earliest-first',
): Promise<ShowPage> {
  // One more than requested shows whether there is a next page.
  const found: Item[] = [];
  for (const month of await listMonths(store, order, from?.month)) {
    const startKey = month === from?.month ? from.startKey : undefined;
    const most = limit + 1 - found.length;
    found.push(...(await listShowsOfMonth(store, { month, startKey, order, most })));
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const { records: shows, unreadable } = readRecords(store, showKind, page);
  const last = page.at(-1);
  if (found.length <= limit || last === undefined) return { shows, unreadable };
  // A key attribute is always a string, also of a show that cannot be read.
  const next = { month: String(last.startMonth), startKey: String(last.startKey) };
  return { shows, unreadable, next };
}

/** Returns the position of a show in the list. Without a show id, the position before all shows of this start. */
export const getShowPosition = ({
  startsAt,
  showId,
}: Pick<ShowRecord, 'startsAt' | 'showId'>): ShowPosition => ({
  month: startMonth(startsAt),
  startKey: startKey(startsAt, showId),
});

async function listMonths(
  store: Store<'shows'>,
  order: ShowOrder,
  first: string | undefined,
): Promise<string[]> {
  const calendar = await getItem(store, calendarKind, { key: CALENDAR_KEY, consistent: false });
  const months = calendar === undefined ? [] : readMonths(store, calendar).sort();
  switch (order) {
    case 'earliest-first':
      return first === undefined ? months : months.filter((month) => month >= first);
    case 'latest-first':
      return months.reverse().filter((month) => first === undefined || month <= first);
  }
}

/** Every list needs the calendar, so what is left of a damaged one is used. */
function readMonths(store: Store<'shows'>, calendar: Item): string[] {
  const { months } = calendar;
  const values = months instanceof Set || Array.isArray(months) ? [...months] : [];
  const valid = values.flatMap((month) => Month.safeParse(month).data ?? []);
  if (valid.length === 0) return [...readRecord(store, calendarKind, calendar).months];
  readRecords(store, calendarKind, [calendar]);
  return valid;
}

async function listShowsOfMonth(
  store: Store<'shows'>,
  {
    month,
    startKey,
    order,
    most,
  }: {
    readonly month: string;
    readonly startKey: string | undefined;
    readonly order: ShowOrder;
    readonly most: number;
  },
): Promise<Item[]> {
  const isForward = order === 'earliest-first';
  const isBeyond = startKey === undefined ? '' : ` AND startKey ${isForward ? '>' : '<'} :from`;
  const query = {
    TableName: store.tables.shows,
    IndexName: BY_START,
    KeyConditionExpression: `startMonth = :month${isBeyond}`,
    ScanIndexForward: isForward,
    ExpressionAttributeValues: {
      ':month': month,
      ...(startKey === undefined ? {} : { ':from': startKey }),
    },
  };
  return queryItems(store, 'list shows', query, most);
}

/** Sorts before every start: a key must not be empty, and a start begins with a digit. */
const EARLIEST_KEY = '0';

/**
 * Finds the shows with exactly this name that start at `from` (ISO 8601, with milliseconds) or
 * later, ordered by start. A query of the by-name index: shows of the last second may be missing, and
 * shows that cannot be read are left out.
 *
 * @param from all shows if left out.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function findShowsByName(
  store: Store<'shows'>,
  name: string,
  from: string = EARLIEST_KEY,
): Promise<ShowRecord[]> {
  const items = await queryItems(store, 'find shows by their name', {
    TableName: store.tables.shows,
    IndexName: BY_NAME,
    // The key is the start followed by the show id, so it sorts after the start alone.
    KeyConditionExpression: '#name = :name AND startKey >= :from',
    ExpressionAttributeNames: { '#name': 'name' },
    ExpressionAttributeValues: { ':name': name, ':from': from },
  });
  return readRecords(store, showKind, items).records;
}
