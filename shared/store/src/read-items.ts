import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { StoreError } from './errors.ts';
import { type Store, send } from './open-store.ts';

type Documents = Pick<Store, 'documents'>;

/** A DynamoDB item in plain values. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * Parses a record. The StoreError of a failure names the invalid attributes and none of their
 * values.
 */
export function readRecord<S extends z.ZodType>(
  schema: S,
  item: unknown,
  what: string,
): z.output<S> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || '(whole)').join(', ');
  throw new StoreError('RECORD_UNREADABLE', `${what} cannot be read: ${wrong}`);
}

/** The item to read, and its schema. */
type ItemToRead<S extends z.ZodType> = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly consistent: boolean;
  readonly schema: S;
  /** For error messages, e.g. `the show`. */
  readonly what: string;
  /** Attributes to read. All if undefined. */
  readonly attributes?: readonly string[];
};

/**
 * Reads an item by its key. Returns undefined if it does not exist. Consistent: 1 read unit per 4
 * KB. Otherwise 0.5, and writes of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readItem<S extends z.ZodType>(
  { documents }: Documents,
  { table, key, consistent, schema, what, attributes }: ItemToRead<S>,
): Promise<z.output<S> | undefined> {
  const { Item } = await send(
    `read ${what}`,
    documents.send(
      new GetCommand({
        TableName: table,
        Key: { ...key },
        ConsistentRead: consistent,
        ...createProjection(attributes),
      }),
    ),
  );
  return Item === undefined ? undefined : readRecord(schema, Item, what);
}

/**
 * Creates a projection with placeholders, because `status`, `total` and others are reserved words
 * of DynamoDB.
 */
export const createProjection = (attributes: readonly string[] | undefined) =>
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
const KEYS_PER_CALL = 100;
/** Concurrent calls when many items are read. */
const MAX_CONCURRENCY = 8;
const MAX_ROUNDS = 5;

/** The items to read: one table, one schema. */
type ItemsToRead<S extends z.ZodType> = {
  readonly table: string;
  /** Any number of distinct keys. BatchGetItem rejects duplicates. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  readonly schema: S;
  /** A plural for error messages, e.g. `stock shards`. */
  readonly what: string;
};

/**
 * Reads items by their keys, consistently: 1 read unit per 4 KB, 100 items per call. The items are
 * not read at one instant and are returned in no particular order. Items that do not exist are left
 * out.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readItems<S extends z.ZodType>(
  store: Documents,
  { keys, ...of }: ItemsToRead<S>,
): Promise<z.output<S>[]> {
  const found: z.output<S>[] = [];
  const waiting = Array.from({ length: Math.ceil(keys.length / KEYS_PER_CALL) }, (_, part) =>
    keys.slice(part * KEYS_PER_CALL, (part + 1) * KEYS_PER_CALL),
  ).values();
  const readInTurn = async () => {
    for (const some of waiting) found.push(...(await readSome(store, { ...of, keys: some })));
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENCY }, readInTurn));
  return found;
}

async function readSome<S extends z.ZodType>(
  { documents }: Documents,
  { table, keys, schema, what }: ItemsToRead<S>,
): Promise<z.output<S>[]> {
  const found: z.output<S>[] = [];
  let request: BatchGetCommandInput['RequestItems'] = {
    [table]: { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true },
  };
  for (let round = 0; request !== undefined && Object.keys(request).length > 0; round += 1) {
    // A throttled BatchGetItem returns the rest as UnprocessedKeys. That does not mean that the
    // items do not exist.
    if (round === MAX_ROUNDS) {
      throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not read all ${what}`);
    }
    const reply: BatchGetCommandOutput = await send(
      `read the ${what}`,
      documents.send(new BatchGetCommand({ RequestItems: request })),
    );
    const items = reply.Responses?.[table] ?? [];
    found.push(...items.map((item) => readRecord(schema, item, `one of the ${what}`)));
    request = reply.UnprocessedKeys;
  }
  return found;
}
