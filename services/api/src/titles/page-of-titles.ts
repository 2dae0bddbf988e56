import { findShowsByName, listTitles, type ShowRecord, type Store } from '@willcall/store';

export type Title = { readonly name: string; readonly shows: readonly ShowRecord[] };

export type TitlePage = {
  readonly titles: readonly Title[];
  /** The name to go on after, when there is more. */
  readonly next?: string;
};

/** Titles whose shows are looked up side by side. */
const AT_ONCE = 8;
/** Shows of half a kilobyte each: a page ends early rather than grow past Lambda's 6 MB. */
const MOST_SHOWS = 2_000;

/**
 * A page of names, in their order, each with its shows; names without shows any more are passed over.
 * A query for every eight names, and one for each: 0.5 read units for each 4 KB.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function pageOfTitles(
  store: Store<'shows'>,
  limit: number,
  after?: string,
): Promise<TitlePage> {
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
    const names = await listTitles(store, AT_ONCE, after);
    const titles = await Promise.all(
      names.map(async (name) => ({ name, shows: await findShowsByName(store, name) })),
    );
    yield* titles.filter(({ shows }) => shows.length > 0);
    after = names.length < AT_ONCE ? undefined : names.at(-1);
  } while (after !== undefined);
}
