import type * as z from 'zod/mini';
import type { Store, TableRole } from './open-store.ts';
import { type Item, type RecordKind, readRecords } from './read-items.ts';

/** A page of a list. It may be shorter than its limit, without the records that cannot be read. */
export type RecordPage<R> = {
  readonly records: readonly R[];
  /** The sort key of the last item. The next page starts after it. Missing if there is none. */
  readonly next?: string;
};

type PageEnd = {
  /** The key attribute by which the list is ordered. */
  readonly sortKey: string;
  readonly hasNext: boolean;
};

/** Parses the items of a page. Those that cannot be read are left out and reported. */
export function readPage<T extends TableRole, S extends z.ZodMiniType>(
  store: Pick<Store, 'onUnreadable'>,
  kind: RecordKind<T, S>,
  items: readonly Item[],
  { sortKey, hasNext }: PageEnd,
): RecordPage<z.output<S>> {
  const { records } = readRecords(store, kind, items);
  const last = items.at(-1);
  // A key attribute is always a string, also of a record that cannot be read.
  return hasNext && last !== undefined ? { records, next: String(last[sortKey]) } : { records };
}
