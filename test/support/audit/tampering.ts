import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
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
  /**
   * The items that the audit of the show finds, if they are others than those of the audit of all records:
   * nothing of the show may name the record.
   */
  readonly ofShow?: readonly AuditItemName[];
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
/** The shard in which the revenue of a sold purchase is counted. */
export const firstShardOf = ({ from = [] }: PurchaseRecord): number => known(from[0], 'shard')[0];
export const refOf = ({ userId, recordKey }: PurchaseRecord) => purchaseRef(userId, recordKey);
export const shardOf = ({ show }: SoundBooks, shard: number) => ({
  bucketKey: shardKey(show.showId, shard),
});
export const showKey = ({ show: { showId } }: SoundBooks) => ({ showId });

/** Counts tickets as sold, in a shard that has enough of them. @returns the shard */
export async function countAsSold(
  books: SoundBooks,
  tickets: number,
  revenue: number,
): Promise<number> {
  const stock = await readStock(books.sale.store, books.show);
  const shard = stock.findIndex(({ available }) => available >= tickets);
  await addToShard(books, shard, { available: -tickets, sold: tickets, revenue });
  return shard;
}

/** An entry as stored. */
export type StoredEntry = Fields & {
  readonly kind: string;
  readonly postings: readonly (readonly number[])[];
  /** Packed. */
  readonly purchases: readonly string[];
};

/** Reads the only entry of this kind, or the one of these that concerns a buyer. */
export async function readEntry(
  { sale, show }: Pick<SoundBooks, 'sale' | 'show'>,
  kind: 'LAYOUT' | 'SALE' | 'RETURN' | 'SETTLE',
  buyer?: Pick<PurchaseRecord, 'userId'>,
): Promise<StoredEntry> {
  const { documents, tables } = sale.store;
  for (const bucketKey of shardKeysOf(show)) {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: tables.journal,
        ConsistentRead: true,
        KeyConditionExpression: 'bucketKey = :shard',
        ExpressionAttributeValues: { ':shard': bucketKey },
      }),
    );
    for (const { purchases = [], postings, ...item } of Items) {
      const isOfBuyer = purchases.some((packed: string) => packed.endsWith(` ${buyer?.userId}`));
      if (item.kind === kind && (buyer === undefined || isOfBuyer))
        return { ...item, kind, postings, purchases };
    }
  }
  throw new Error(`There is no ${kind} entry of ${buyer?.userId}`);
}

const shardKeysOf = ({ showId, buckets }: SoundBooks['show']): string[] =>
  Array.from({ length: buckets }, (_, shard) => shardKey(showId, shard));

/** The key of an entry. */
export const entryKeyOf = ({ bucketKey, entryKey }: Fields) => ({
  bucketKey: String(bucketKey),
  entryKey: String(entryKey),
});

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
