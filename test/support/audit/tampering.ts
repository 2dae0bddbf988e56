import {
  type AuditDifference,
  type AuditItemName,
  type PurchaseRecord,
  purchaseRef,
  readStock,
  shardKey,
} from '@willcall/store';
import type { BooksKind, SoundBooks } from './sound-books.ts';

/** One way to make the books wrong, and what an audit must then name. */
export type Tampering = {
  readonly item: AuditItemName;
  /** Completes the sentence "The audit names …". */
  readonly what: string;
  readonly kind?: BooksKind;
  readonly tamper: (books: SoundBooks) => Promise<unknown>;
  /** The ids that the difference carries. */
  readonly ids?: (books: SoundBooks) => Partial<AuditDifference>;
  /** Text of the sentence, such as the key of a shard. */
  readonly says?: (books: SoundBooks) => string;
  /** Other items that the same tampering contradicts. */
  readonly also?: readonly AuditItemName[];
};

type TableName = Parameters<SoundBooks['set']>[0];
type Key = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * For tamperings that set fields of the same item.
 *
 * @param common what these tamperings share
 */
export const changing =
  (
    table: TableName,
    findKey: (books: SoundBooks) => Key,
    common: Pick<Tampering, 'kind' | 'ids'> = {},
  ) =>
  (
    item: AuditItemName,
    what: string,
    fields: Fields,
    more: Partial<Tampering> = {},
  ): Tampering => ({
    item,
    what,
    ...common,
    tamper: (books) => books.set(table, findKey(books), fields),
    ...more,
  });

/** Moves an item to another key, which is among the fields. */
export async function moveItem(
  { read, remove, put }: SoundBooks,
  table: TableName,
  key: Key,
  fields: Fields,
): Promise<void> {
  const item = await read(table, key);
  await remove(table, key);
  await put(table, { ...item, ...fields });
}

export const idsOf = ({ purchaseId, userId }: PurchaseRecord) => ({ purchaseId, userId });
export const keyOf = ({ userId, recordKey }: PurchaseRecord) => ({ userId, recordKey });
export const refOf = ({ userId, recordKey }: PurchaseRecord) => purchaseRef(userId, recordKey);
export const shardOf = ({ show }: SoundBooks, shard: number) => ({
  bucketKey: shardKey(show.showId, shard),
});
export const showKey = ({ show: { showId } }: SoundBooks) => ({ showId });

/** Counts tickets as sold, in a shard that has enough of them. */
export async function countAsSold(
  books: SoundBooks,
  tickets: number,
  revenue: number,
): Promise<void> {
  const stock = await readStock(books.sale.store, books.show);
  const shard = stock.findIndex(({ available }) => available >= tickets);
  await addToShard(books, shard, { available: -tickets, sold: tickets, revenue });
}

/** Changes a counter of a shard by an amount. */
export async function addToShard(
  books: SoundBooks,
  shard: number,
  changes: Readonly<Record<string, number>>,
): Promise<void> {
  const key = shardOf(books, shard);
  const stored = await books.read('stock', key);
  const changed = Object.entries(changes).map(
    ([name, by]) => [name, Number(stored[name]) + by] as const,
  );
  await books.set('stock', key, Object.fromEntries(changed));
}
