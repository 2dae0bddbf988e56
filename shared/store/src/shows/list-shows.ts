import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { CALENDAR_KEY, startKey, startMonth } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { ShowRecord } from './show-record.ts';

const Calendar = z.object({ months: z.set(z.string()) });

/** Where a page ended: the by-start key of its last show. */
export type ShowPosition = { readonly month: string; readonly startKey: string };

export type ShowPage = {
  readonly shows: readonly ShowRecord[];
  /** Where to go on, when there is more. */
  readonly next?: ShowPosition;
};

/**
 * A page of shows by start, first to last, after a position. One read of the calendar and one query
 * for each month that the page touches.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listShows(
  store: Store<'shows'>,
  limit: number,
  after?: ShowPosition,
): Promise<ShowPage> {
  // One more than asked for tells whether there is a next page.
  const found: ShowRecord[] = [];
  for (const month of await monthsFrom(store, after?.month)) {
    const from = after !== undefined && month === after.month ? after.startKey : undefined;
    found.push(...(await showsOfMonth(store, month, limit + 1 - found.length, from)));
    if (found.length > limit) break;
  }
  const shows = found.slice(0, limit);
  const last = shows.at(-1);
  if (found.length <= limit || last === undefined) return { shows };
  return { shows, next: positionOf(last) };
}

/** Where a show stands in the list. */
export const positionOf = ({
  startsAt,
  showId,
}: Pick<ShowRecord, 'startsAt' | 'showId'>): ShowPosition => ({
  month: startMonth(startsAt),
  startKey: startKey(startsAt, showId),
});

async function monthsFrom(store: Store<'shows'>, first = ''): Promise<string[]> {
  const { Item } = await send(
    'read the calendar',
    store.documents.send(
      new GetCommand({ TableName: store.tables.shows, Key: { showId: CALENDAR_KEY } }),
    ),
  );
  if (Item === undefined) return [];
  const { months } = readRecord(Calendar, Item, 'the calendar');
  return [...months].filter((month) => month >= first).sort();
}

async function showsOfMonth(
  store: Store<'shows'>,
  month: string,
  limit: number,
  after?: string,
): Promise<ShowRecord[]> {
  const shows: ShowRecord[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await send(
      'list shows',
      store.documents.send(
        new QueryCommand({
          TableName: store.tables.shows,
          IndexName: 'by-start',
          KeyConditionExpression:
            after === undefined
              ? 'startMonth = :month'
              : 'startMonth = :month AND startKey > :after',
          ExpressionAttributeValues: {
            ':month': month,
            ...(after === undefined ? {} : { ':after': after }),
          },
          Limit: limit - shows.length,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    shows.push(...(page.Items ?? []).map((item) => readRecord(ShowRecord, item, 'a show')));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && shows.length < limit);
  return shows;
}
