import type { DatabaseSync } from 'node:sqlite';
import type Stripe from 'stripe';
import * as z from 'zod';

/** Stripe's objects that the local Stripe keeps, by their field `object`. */
export type StoredObjects = {
  readonly payment_intent: Stripe.PaymentIntent;
  readonly payment_method: Stripe.PaymentMethod;
  readonly charge: Stripe.Charge;
  readonly refund: Stripe.Refund;
  readonly dispute: Stripe.Dispute;
  readonly event: Stripe.Event;
  readonly webhook_endpoint: Stripe.WebhookEndpoint;
};

export type ObjectType = keyof StoredObjects;

type StoredObject = StoredObjects[ObjectType];

/** Limits of `created`, in seconds since 1970. */
type CreatedRange = {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
};

export type ListQuery = {
  readonly limit: number;
  readonly created?: CreatedRange | undefined;
  /** The numbers between which the page lies. They come from `findNumber`. */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly paymentIntent?: string | undefined;
  readonly charge?: string | undefined;
  /** Types of events. */
  readonly types?: readonly string[] | undefined;
};

/** Objects of an account. Lists have the newest first, as Stripe's have. */
export type Objects = {
  insert(object: StoredObject): void;
  /** Replaces an object that exists. */
  replace(object: StoredObject): void;
  remove(id: string): void;
  find<Type extends ObjectType>(type: Type, id: string): StoredObjects[Type] | undefined;
  /** Finds an object of any type. */
  findAny(id: string): StoredObject | undefined;
  /** Returns the position of an object in the lists of its type. */
  findNumber(type: ObjectType, id: string): number | undefined;
  list<Type extends ObjectType>(type: Type, query: ListQuery): StoredObjects[Type][];
};

const Row = z.object({ content: z.string() });

export const createObjects = (database: DatabaseSync): Objects => {
  const insert = database.prepare(
    'INSERT INTO objects (id, type, created, content) VALUES (?, ?, ?, ?)',
  );
  const replace = database.prepare('UPDATE objects SET content = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM objects WHERE id = ?');
  const select = database.prepare('SELECT content FROM objects WHERE type = ? AND id = ?');
  const selectAny = database.prepare('SELECT content FROM objects WHERE id = ?');
  const selectNumber = database.prepare('SELECT number FROM objects WHERE type = ? AND id = ?');
  // Only `insert` and `replace` write contents, and they take typed objects.
  const read = <T>(row: unknown): T => JSON.parse(Row.parse(row).content) as T;
  return {
    insert: (object) =>
      void insert.run(object.id, object.object, object.created, JSON.stringify(object)),
    replace: (object) => {
      const { changes } = replace.run(JSON.stringify(object), object.id);
      if (changes !== 1) throw new Error(`There is no ${object.object} ${object.id}`);
    },
    remove: (id) => void remove.run(id),
    find: <Type extends ObjectType>(type: Type, id: string) => {
      const row = select.get(type, id);
      return row === undefined ? undefined : read<StoredObjects[Type]>(row);
    },
    findAny: (id) => {
      const row = selectAny.get(id);
      return row === undefined ? undefined : read<StoredObject>(row);
    },
    findNumber: (type, id) => {
      const row = selectNumber.get(type, id);
      return row === undefined ? undefined : z.object({ number: z.int() }).parse(row).number;
    },
    list: <Type extends ObjectType>(type: Type, query: ListQuery) => {
      const { sql, values } = createListStatement(type, query);
      const rows = database.prepare(sql).all(...values);
      const page = rows.map((row) => read<StoredObjects[Type]>(row));
      return query.after === undefined ? page : page.reverse();
    },
  };
};

/** Of a page that ends before an object (`after`), the oldest come first. */
const createListStatement = (
  type: ObjectType,
  { limit, created = {}, before, after, paymentIntent, charge, types }: ListQuery,
): { readonly sql: string; readonly values: (string | number)[] } => {
  const conditions: readonly (readonly [string, readonly (string | number | undefined)[]])[] = [
    ['type = ?', [type]],
    ['created > ?', [created.gt]],
    ['created >= ?', [created.gte]],
    ['created < ?', [created.lt]],
    ['created <= ?', [created.lte]],
    ['number < ?', [before]],
    ['number > ?', [after]],
    ["json_extract(content, '$.payment_intent') = ?", [paymentIntent]],
    ["json_extract(content, '$.charge') = ?", [charge]],
    [`json_extract(content, '$.type') IN (${types?.map(() => '?')})`, types ?? [undefined]],
  ];
  const given = conditions.filter(([, values]) => !values.includes(undefined));
  return {
    sql: `SELECT content FROM objects WHERE ${given.map(([condition]) => condition).join(' AND ')}
      ORDER BY number ${after === undefined ? 'DESC' : 'ASC'} LIMIT ?`,
    values: [
      ...given.flatMap(([, values]) => values.filter((value) => value !== undefined)),
      limit,
    ],
  };
};
