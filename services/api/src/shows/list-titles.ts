import type { PurchaseIdKeys } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import {
  findShowsByName,
  listTitles as listNames,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { showResource } from './show-resource.ts';

const LIST = ['titles'];

/** Titles whose shows are looked up side by side. */
const AT_ONCE = 8;
/** Shows of half a kilobyte each: a page ends early rather than grow past Lambda's 6 MB. */
const MOST_SHOWS = 2_000;

/**
 * `GET /titles?limit&cursor`: the distinct names of shows, in their order, each with its shows by start.
 * A cursor never grows stale: names keep their order, whatever becomes of their shows.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export const listTitles =
  (store: Store<'shows'>, keys: () => Promise<PurchaseIdKeys>): Handler<'listTitles'> =>
  async ({ query: { limit, cursor } }) => {
    const [after] = cursor === undefined ? [] : readCursor(LIST, cursor, await keys());
    const { titles, next } = await pageOfTitles(store, limit, after);
    return {
      titles: titles.map(({ name, shows }) => ({ name, shows: shows.map(showResource) })),
      ...(next === undefined ? {} : { nextCursor: writeCursor(LIST, [next], await keys()) }),
    };
  };

type Title = { readonly name: string; readonly shows: readonly ShowRecord[] };

/**
 * A page of names, in their order, each with its shows; names without shows any more are passed over.
 * A query for every eight names, and one for each: 0.5 read units for each 4 KB.
 *
 * @returns with `next`, the name to go on after, when there is more.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
async function pageOfTitles(
  store: Store<'shows'>,
  limit: number,
  after?: string,
): Promise<{ readonly titles: readonly Title[]; readonly next?: string }> {
  const titles: Title[] = [];
  let shows = 0;
  for await (const title of titlesAfter(store, after)) {
    const isFull = titles.length === limit || shows + title.shows.length > MOST_SHOWS;
    const last = titles.at(-1);
    // One more than fits tells that there is a next page.
    if (isFull && last !== undefined) return { titles, next: last.name };
    titles.push(title);
    shows += title.shows.length;
  }
  return { titles };
}

async function* titlesAfter(store: Store<'shows'>, first?: string): AsyncGenerator<Title> {
  let after = first;
  do {
    const names = await listNames(store, AT_ONCE, after);
    const titles = await Promise.all(
      names.map(async (name) => ({ name, shows: await findShowsByName(store, name) })),
    );
    yield* titles.filter(({ shows }) => shows.length > 0);
    after = names.length < AT_ONCE ? undefined : names.at(-1);
  } while (after !== undefined);
}
