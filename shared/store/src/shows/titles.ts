import * as z from 'zod';
import { BY_START, TITLES_PARTITION, titleKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, readRecords } from '../read-items.ts';
import type { TransactionAction } from '../transact.ts';

const titleKind = {
  table: 'shows',
  schema: z.object({ title: z.string() }),
  what: 'the title',
} as const;

type TitlePage = {
  readonly titles: readonly string[];
  /** Where the next page continues, if there may be one. */
  readonly next?: string;
};

/**
 * Lists at most `limit` names that shows have or had, in order, after a name. One query of the
 * by-start index: a title of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listTitles(
  store: Store<'shows'>,
  limit: number,
  after?: string,
): Promise<TitlePage> {
  const isAfter = after === undefined ? '' : ' AND startKey > :after';
  const query = {
    TableName: store.tables.shows,
    IndexName: BY_START,
    KeyConditionExpression: `startMonth = :titles${isAfter}`,
    ExpressionAttributeValues: {
      ':titles': TITLES_PARTITION,
      ...(after === undefined ? {} : { ':after': after }),
    },
  };
  const items = await queryItems(store, 'list titles', query, limit);
  const titles = readRecords(store, titleKind, items).records.map(({ title }) => title);
  const last = items.at(-1);
  // A key attribute is always a string, also of a title that cannot be read.
  return items.length < limit || last === undefined
    ? { titles }
    : { titles, next: String(last.startKey) };
}

/**
 * Creates the transaction action that adds a name to the titles, so that listing them needs no
 * scan. A title is never removed. Callers skip titles without shows.
 */
export const addTitle = (store: Store<'shows'>, name: string): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: titleKey(name),
    // Not `name`: that would add the item to the by-name index, as if it were a show.
    UpdateExpression: 'SET startMonth = :titles, startKey = :name, title = :name',
    ExpressionAttributeValues: { ':titles': TITLES_PARTITION, ':name': name },
  },
});
