import * as z from 'zod';
import { BY_NAME, BY_START, CALENDAR_KEY, startKey, startMonth } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, readItem, readRecord } from '../read-items.ts';
import { ShowRecord } from './show-record.ts';

const Calendar = z.object({ months: z.set(z.string()) });

/** A place in the list: a by-start key. No show needs to have it, or to have it still. */
export type ShowPosition = { readonly month: string; readonly startKey: string };

type ShowPage = {
  readonly shows: readonly ShowRecord[];
  /** The start of the next page, if there is one. */
  readonly next?: ShowPosition;
};

/** `earliest-first` lists the shows after a position, `latest-first` those before it. */
type ShowOrder = 'earliest-first' | 'latest-first';

/**
 * Lists a page of shows by start from a position on, or from the end of the list. One read of the
 * calendar and one query for each month that the page includes. Months beyond the position are not
 * read.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listShows(
  store: Store<'shows'>,
  limit: number,
  from?: ShowPosition,
  order: ShowOrder = 'earliest-first',
): Promise<ShowPage> {
  // One more than requested shows whether there is a next page.
  const found: ShowRecord[] = [];
  for (const month of await listMonths(store, order, from?.month)) {
    const startKey = month === from?.month ? from.startKey : undefined;
    const most = limit + 1 - found.length;
    found.push(...(await listShowsOfMonth(store, { month, startKey, order, most })));
    if (found.length > limit) break;
  }
  const shows = found.slice(0, limit);
  const last = shows.at(-1);
  if (found.length <= limit || last === undefined) return { shows };
  return { shows, next: getShowPosition(last) };
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
  const calendar = await readItem(store, {
    table: store.tables.shows,
    key: CALENDAR_KEY,
    consistent: false,
    schema: Calendar,
    what: 'the calendar',
  });
  const months = [...(calendar?.months ?? [])].sort();
  switch (order) {
    case 'earliest-first':
      return first === undefined ? months : months.filter((month) => month >= first);
    case 'latest-first':
      return months.reverse().filter((month) => first === undefined || month <= first);
  }
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
): Promise<ShowRecord[]> {
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
  const items = await queryItems(store, 'list shows', query, most);
  return items.map((item) => readRecord(ShowRecord, item, 'a show'));
}

/** Sorts before every start: a key must not be empty, and a start begins with a digit. */
const EARLIEST_KEY = '0';

/**
 * Finds the shows with exactly this name that start at `from` (ISO 8601, with milliseconds) or
 * later, ordered by start. A query of the by-name index: shows of the last second may be missing.
 *
 * @param from all shows if left out.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
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
  return items.map((item) => readRecord(ShowRecord, item, 'a show'));
}
