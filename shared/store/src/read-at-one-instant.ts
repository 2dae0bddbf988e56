import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs, retry } from '@willcall/domain';
import { StoreError } from './errors.ts';
import { type Store, send } from './open-store.ts';
import type { Item } from './read-items.ts';
import type { RetrySeams } from './write-items.ts';

/**
 * Any concurrent write to one of the items cancels this read, and a sale writes to each shard for
 * about 8 of every 45 ms. A show with few shards is read within a few tries. A large one is read
 * once its sale slows down.
 */
const MAX_TRIES = 8;

/** An item to read. */
export type ItemKey = { readonly table: string; readonly key: Readonly<Record<string, string>> };

/**
 * Reads items of any tables at one instant, with one TransactGetItems: 2 read units for each item
 * of up to 4 KB, at most 100 items. It does not block writers.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `read the show`.
 * @returns the items in order. Undefined for those that do not exist.
 * @throws StoreError STORE_UNAVAILABLE, also if other transactions cancelled every try.
 */
export async function readAtOneInstant(
  { documents }: Pick<Store, 'documents'>,
  what: string,
  items: readonly ItemKey[],
  { random = Math.random, wait: pause = wait }: RetrySeams = {},
): Promise<(Item | undefined)[]> {
  const TransactItems = items.map(({ table, key }) => ({
    Get: { TableName: table, Key: { ...key } },
  }));
  const createUnavailableError = (cause?: unknown): StoreError =>
    new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}`, { cause });
  let conflict: Error | undefined;
  const read = async () => {
    try {
      const { Responses = [] } = await send(
        what,
        documents.send(new TransactGetCommand({ TransactItems })),
        ['TransactionCanceledException'],
      );
      if (Responses.length !== TransactItems.length) throw createUnavailableError();
      return Responses.map(({ Item }) => Item);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      if (!(error instanceof TransactionCanceledException)) throw createUnavailableError(error);
      if (!isConflict(error)) throw createUnavailableError(error);
      conflict = error;
      return 'again';
    }
  };
  return retry<(Item | undefined)[]>(read, {
    attempts: MAX_TRIES,
    delayMs: (nth) => conflictJitterMs(nth + 1, random),
    wait: pause,
    exhausted: () => createUnavailableError(conflict),
  });
}

/** Whether other transactions were the only cause. A throttled read must not be retried at once. */
const isConflict = ({ CancellationReasons = [] }: TransactionCanceledException): boolean => {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code).filter(
    (code) => code !== 'None',
  );
  return codes.length > 0 && codes.every((code) => code === 'TransactionConflict');
};
