import type { Handler } from '@willcall/lambda';
import {
  findShowsByName,
  listTitles as listNames,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import type { ListDependencies } from './list-shows.ts';
import { showResource } from './show-resource.ts';

const LIST = ['titles'];

/** Titles whose shows are read concurrently. */
const NAMES_PER_QUERY = 8;
/** Shows of half a kilobyte each. A page ends early, before it exceeds Lambda's 6 MB. */
const MAX_SHOWS = 2_000;

/**
 * `GET /titles?limit&cursor`: the distinct names of shows in alphabetical order, each with its shows by
 * start. A cursor never becomes stale, because names keep their order whatever happens to their shows.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export const listTitles =
  ({ store, keys, clock }: ListDependencies): Handler<'listTitles'> =>
  async ({ query: { limit, cursor } }) => {
    const [after] = cursor === undefined ? [] : readCursor(LIST, cursor, await keys());
    const now = clock();
    const { titles, next } = await readTitles(store, limit, after);
    return {
      titles: titles.map(({ name, shows }) => ({
        name,
        shows: shows.map((show) => showResource(show, now)),
      })),
      ...(next === undefined ? {} : { nextCursor: writeCursor(LIST, [next], await keys()) }),
    };
  };

type Title = { readonly name: string; readonly shows: readonly ShowRecord[] };

/**
 * Reads a page of names, each with its shows, and skips names without shows. Makes one query per eight
 * names and one per name: 0.5 read units for each 4 KB.
 *
 * @returns `next`, the last name of the page, if there are more.
 * @throws StoreError STORE_UNAVAILABLE
 */
async function readTitles(
  store: Store<'shows'>,
  limit: number,
  after?: string,
): Promise<{ readonly titles: readonly Title[]; readonly next?: string }> {
  const titles: Title[] = [];
  let shows = 0;
  for await (const title of iterateTitles(store, after)) {
    const isFull = titles.length === limit || shows + title.shows.length > MAX_SHOWS;
    const last = titles.at(-1);
    // One more title than fits means that there is a next page.
    if (isFull && last !== undefined) return { titles, next: last.name };
    titles.push(title);
    shows += title.shows.length;
  }
  return { titles };
}

async function* iterateTitles(store: Store<'shows'>, first?: string): AsyncGenerator<Title> {
  let after = first;
  do {
    const page = await listNames(store, NAMES_PER_QUERY, after);
    const titles = await Promise.all(
      page.records.map(async ({ title: name }) => ({
        name,
        shows: await findShowsByName(store, name),
      })),
    );
    yield* titles.filter(({ shows }) => shows.length > 0);
    after = page.next;
  } while (after !== undefined);
}
