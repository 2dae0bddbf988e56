import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { StoreError } from './errors.ts';
import { readRecord } from './read-record.ts';
import { send } from './send.ts';
import type { Store } from './store.ts';

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_CALL = 100;
/** Calls side by side, of reads of many items. */
const AT_ONCE = 8;
const MOST_ROUNDS = 5;

/** What to read: items of one table, all of the same shape. */
export type ItemsToRead<S extends z.ZodType> = {
  readonly table: string;
  /** Distinct, any number: BatchGetItem refuses a key that is named twice. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  readonly schema: S;
  /** In the plural, e.g. `stock buckets`. */
  readonly what: string;
};

/**
 * Items by their keys, read consistently: 1 read unit for each 4 KB, a hundred items a call. They are
 * read one beside the other, not at one instant, and come in no order; those that do not exist are
 * missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readItems<S extends z.ZodType>(
  store: Pick<Store, 'documents'>,
  { keys, ...of }: ItemsToRead<S>,
): Promise<z.output<S>[]> {
  const found: z.output<S>[] = [];
  const waiting = Array.from({ length: Math.ceil(keys.length / KEYS_PER_CALL) }, (_, part) =>
    keys.slice(part * KEYS_PER_CALL, (part + 1) * KEYS_PER_CALL),
  ).values();
  const readInTurn = async () => {
    for (const some of waiting) found.push(...(await readSome(store, { ...of, keys: some })));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readInTurn));
  return found;
}

async function readSome<S extends z.ZodType>(
  { documents }: Pick<Store, 'documents'>,
  { table, keys, schema, what }: ItemsToRead<S>,
): Promise<z.output<S>[]> {
  const found: z.output<S>[] = [];
  let request: BatchGetCommandInput['RequestItems'] = {
    [table]: { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true },
  };
  for (let round = 0; request !== undefined && Object.keys(request).length > 0; round += 1) {
    // What a throttled BatchGetItem leaves out comes back as UnprocessedKeys: it is not "not there".
    if (round === MOST_ROUNDS) {
      throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not read all of the ${what}`);
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
