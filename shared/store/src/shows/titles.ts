import * as z from 'zod/mini';
import { BY_START, TITLES_PARTITION, titleKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, readItem } from '../read-items.ts';
import { type RecordPage, readPage } from '../read-page.ts';
import type { TransactionAction } from '../write-items.ts';
import { findShowsByName } from './list-shows.ts';
import type { ShowRecord } from './show-record.ts';

const Title = z.object({ title: z.string() });
type Title = z.infer<typeof Title>;

const titleKind = {
  table: 'shows',
  schema: Title,
  what: 'the title',
} as const;

const titleCountKind = {
  ...titleKind,
  /** How many shows have this name. A count that cannot be read is no count. */
  schema: z.object({ shows: z.catch(z.optional(z.int().check(z.gte(1))), undefined) }),
} as const;

/**
 * Lists at most `limit` names that shows have, in order, after a name. One query of the
 * by-start index: a title of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listTitles(
  store: Store<'shows'>,
  limit: number,
  after?: string,
): Promise<RecordPage<Title>> {
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
  // A full page may be the last one. The next is then empty.
  return readPage(store, titleKind, items, { sortKey: 'startKey', hasNext: items.length >= limit });
}

/**
 * Plans the transaction actions that add a show to the shows of a title, so that listing titles needs no
 * scan. Another show of the same title may be faster; the action then fails its condition. Plan again.
 * 1 read unit.
 *
 * A title counts its shows. One of an earlier release has no count: it is never removed, and lists skip it
 * when it has no shows.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function planJoiningTitle(
  store: Store<'shows'>,
  name: string,
): Promise<TransactionAction[]> {
  const title = await readTitle(store, name);
  if (title === undefined) {
    return [
      updateTitle(store, name, {
        // Not `name`: that would add the item to the by-name index, as if it were a show.
        update: 'SET startMonth = :titles, startKey = :name, title = :name, shows = :one',
        condition: 'attribute_not_exists(showId)',
        values: { ':titles': TITLES_PARTITION, ':name': name },
      }),
    ];
  }
  if (title.shows === undefined) return [];
  return [
    updateTitle(store, name, {
      update: 'SET shows = shows + :one',
      condition: 'attribute_exists(shows)',
    }),
  ];
}

/**
 * Plans the actions that take a show from the shows of a title, and remove the title with its last show:
 *
 *     read: 1 show ── another show joins: 2 ── remove if it is 1 ✗ plan again: count 1 down
 *
 * While a release that does not count is still running, the count may be too low. The index then knows of
 * another show, and the title is not counted any more. 1 read unit, and 0.5 for the last show.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function planLeavingTitle(
  store: Store<'shows'>,
  { showId, name }: Pick<ShowRecord, 'showId' | 'name'>,
): Promise<TransactionAction[]> {
  const title = await readTitle(store, name);
  if (title?.shows === undefined) return [];
  if (title.shows > 1) {
    return [
      updateTitle(store, name, { update: 'SET shows = shows - :one', condition: 'shows > :one' }),
    ];
  }
  const condition = 'shows = :one';
  const known = await findShowsByName(store, name);
  if (known.some((show) => show.showId !== showId)) {
    return [updateTitle(store, name, { update: 'REMOVE shows', condition })];
  }
  return [
    {
      Delete: {
        TableName: store.tables.shows,
        Key: titleKey(name),
        ConditionExpression: condition,
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}

const readTitle = (store: Store<'shows'>, name: string) =>
  readItem(store, titleCountKind, { key: titleKey(name), consistent: true });

type TitleUpdate = {
  readonly update: string;
  readonly condition: string;
  readonly values?: Readonly<Record<string, string>>;
};

const updateTitle = (
  store: Store<'shows'>,
  name: string,
  { update, condition, values }: TitleUpdate,
): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: titleKey(name),
    UpdateExpression: update,
    ConditionExpression: condition,
    ExpressionAttributeValues: { ':one': 1, ...values },
  },
});
