import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { ShowId } from '@willcall/contracts';
import { conflictJitterMs, forEachConcurrently } from '@willcall/domain';
import type * as z from 'zod/mini';
import { StoreError, UnreadableRecord } from './errors.ts';
import { type KeyAttribute, tableKeys } from './keys.ts';
import { type Store, send, type TableRole } from './open-store.ts';

type Documents = Pick<Store, 'documents'>;

/** A DynamoDB item in plain values. */
export type Item = Readonly<Record<string, unknown>>;

/** A kind of stored record: its table, its schema, and its name in messages, such as `the show`. */
export type RecordKind<T extends TableRole, S extends z.ZodMiniType> = {
  readonly table: T;
  readonly schema: S;
  readonly what: string;
};

/** Records that were read, and those that were left out because they cannot be read. */
export type ReadRecords<R, K extends string = string> = {
  readonly records: R[];
  readonly unreadable: UnreadableRecord<K>[];
};

/** Parses a stored item. The error names its key and the invalid attributes, and none of their values. */
export function parseRecord<T extends TableRole, S extends z.ZodMiniType>(
  { table, schema, what }: RecordKind<T, S>,
  item: Item,
): z.output<S> | UnreadableRecord<KeyAttribute<T>> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const key = tableKeys[table].map((name) => [name, String(item[name])]);
  return new UnreadableRecord(what, {
    table,
    // The type of `fromEntries` does not keep the names.
    key: Object.fromEntries(key) as Record<KeyAttribute<T>, string>,
    showId: ShowId.safeParse(item.showId).data,
    wrong: listInvalidPaths(parsed.error),
  });
}

const listInvalidPaths = ({ issues }: z.core.$ZodError): string[] => [
  ...new Set(issues.map(({ path }) => path.join('.') || '(whole)')),
];

type Reporter = Pick<Store, 'onUnreadable'>;

/**
 * Parses an item on which the caller depends, and reports it if it cannot be read.
 *
 * @throws UnreadableRecord
 */
export function readRecord<T extends TableRole, S extends z.ZodMiniType>(
  { onUnreadable }: Reporter,
  kind: RecordKind<T, S>,
  item: Item,
): z.output<S> {
  const record = parseRecord(kind, item);
  if (!(record instanceof UnreadableRecord)) return record;
  onUnreadable([record], 'failed');
  throw record;
}

/** Parses the items of a list. Those that cannot be read are left out and reported. */
export function readRecords<T extends TableRole, S extends z.ZodMiniType>(
  { onUnreadable }: Reporter,
  kind: RecordKind<T, S>,
  items: readonly Item[],
): ReadRecords<z.output<S>, KeyAttribute<T>> {
  const records: z.output<S>[] = [];
  const unreadable: UnreadableRecord<KeyAttribute<T>>[] = [];
  for (const item of items) {
    const record = parseRecord(kind, item);
    if (record instanceof UnreadableRecord) unreadable.push(record);
    else records.push(record);
  }
  if (unreadable.length > 0) onUnreadable(unreadable, 'skipped');
  return { records, unreadable };
}

/** The item to read. */
type ItemToRead = {
  readonly key: Readonly<Record<string, string>>;
  readonly consistent: boolean;
  /** Attributes to read. All if undefined. */
  readonly attributes?: readonly string[];
};

/**
 * Reads an item by its key. Returns undefined if it does not exist. Consistent: 1 read unit per 4
 * KB. Otherwise 0.5, and writes of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord
 */
export async function readItem<T extends TableRole, S extends z.ZodMiniType>(
  store: Store<T>,
  kind: RecordKind<T, S>,
  item: ItemToRead,
): Promise<z.output<S> | undefined> {
  const found = await getItem(store, kind, item);
  // The key is known, even if it is not among the attributes.
  return found === undefined ? undefined : readRecord(store, kind, { ...item.key, ...found });
}

/** Reads an item by its key without parsing it. See `readItem`. */
export async function getItem<T extends TableRole>(
  { documents, tables }: Store<T>,
  { table, what }: Pick<RecordKind<T, z.ZodMiniType>, 'table' | 'what'>,
  { key, consistent, attributes }: ItemToRead,
): Promise<Item | undefined> {
  const { Item } = await send(
    `read ${what}`,
    documents.send(
      new GetCommand({
        TableName: tables[table],
        Key: { ...key },
        ConsistentRead: consistent,
        ...createProjection(attributes),
      }),
    ),
  );
  return Item;
}

/**
 * Creates a projection with placeholders, because `status`, `total` and others are reserved words
 * of DynamoDB.
 */
const createProjection = (attributes: readonly string[] | undefined) =>
  attributes === undefined
    ? {}
    : {
        ProjectionExpression: attributes.map((_, index) => `#${index}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          attributes.map((name, index) => [`#${index}`, name]),
        ),
      };

/**
 * Runs a query and yields its pages of up to 1 MB, with at most `most` items in total.
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `list the seats`.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function* queryPages(
  { documents }: Documents,
  what: string,
  query: QueryCommandInput,
  most: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<Item[]> {
  let found = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await send(
      what,
      documents.send(
        new QueryCommand({
          ...query,
          ...(Number.isFinite(most) ? { Limit: most - found } : {}),
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    yield Items;
    found += Items.length;
    from = LastEvaluatedKey;
  } while (from !== undefined && found < most);
}

/** Returns all items of a query, or at most `most`. See `queryPages`. */
export async function queryItems(...query: Parameters<typeof queryPages>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of queryPages(...query)) items.push(...page);
  return items;
}

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const KEYS_PER_CALL = 100;
/** Concurrent calls when many items are read. */
const MAX_CONCURRENCY = 8;
const MAX_ROUNDS = 5;

/** Distinct keys: BatchGetItem rejects duplicates. */
type Keys = readonly Readonly<Record<string, string>>[];

/** The items to read from one table. */
type BatchToRead = {
  /** The name of the table. */
  readonly table: string;
  /** A noun for messages, such as `the purchases`. */
  readonly what: string;
  readonly keys: Keys;
  /** Whether writes of the last second must be seen. Otherwise an item costs half as much. */
  readonly consistent?: boolean;
  /** Calls at the same time. */
  readonly concurrency?: number;
};

/**
 * Reads items by their keys and passes them on, up to 100 at a time and in no particular order: 1 read
 * unit per 4 KB of each item, also of one that does not exist, or 0.5 if it need not be consistent. The
 * items are not read at one instant. Those that do not exist are left out.
 *
 * @throws StoreError STORE_UNAVAILABLE, and any error of `onItems`
 */
export async function batchGet(
  store: Documents,
  { keys, concurrency = MAX_CONCURRENCY, ...batch }: BatchToRead,
  onItems: (items: readonly Item[]) => void | Promise<void>,
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(keys.length / KEYS_PER_CALL) }, (_, part) =>
    keys.slice(part * KEYS_PER_CALL, (part + 1) * KEYS_PER_CALL),
  );
  await forEachConcurrently(parts, concurrency, async (part) => {
    await onItems(await getPart(store, { ...batch, keys: part }));
  });
}

async function getPart(
  { documents }: Documents,
  { table, what, keys, consistent = true }: BatchToRead,
): Promise<Item[]> {
  const found: Item[] = [];
  let request: BatchGetCommandInput['RequestItems'] = {
    [table]: { Keys: keys.map((key) => ({ ...key })), ConsistentRead: consistent },
  };
  for (let round = 0; request !== undefined && Object.keys(request).length > 0; round += 1) {
    // A throttled BatchGetItem returns the rest as UnprocessedKeys. That does not mean that the
    // items do not exist.
    if (round === MAX_ROUNDS) {
      throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not read ${what} completely`);
    }
    if (round > 0) await wait(conflictJitterMs(round, Math.random));
    const reply: BatchGetCommandOutput = await send(
      `read ${what}`,
      documents.send(new BatchGetCommand({ RequestItems: request })),
    );
    found.push(...(reply.Responses?.[table] ?? []));
    request = reply.UnprocessedKeys;
  }
  return found;
}

/**
 * Reads items by their keys, consistently, and parses them. See `batchGet`.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readItems<T extends TableRole, S extends z.ZodMiniType>(
  store: Store<T>,
  kind: RecordKind<T, S>,
  keys: Keys,
): Promise<ReadRecords<z.output<S>, KeyAttribute<T>>> {
  const found: Item[] = [];
  const batch = { table: store.tables[kind.table], what: kind.what, keys };
  await batchGet(store, batch, (items) => void found.push(...items));
  return readRecords(store, kind, found);
}
