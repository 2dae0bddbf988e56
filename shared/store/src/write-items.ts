import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs, retry } from '@willcall/domain';
import { StoreError } from './errors.ts';
import { type Store, send } from './open-store.ts';

/** One action of a transaction. */
export type TransactionAction = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Why a transaction was cancelled: one reason for each action, in order. */
export type CancellationReason =
  | 'none'
  | 'condition'
  /** Another transaction was using the same item. */
  | 'conflict'
  /** DynamoDB rejects the item itself, so a retry cannot help. */
  | 'unwritable';

/** Nothing was written unless the outcome is `committed`. */
export type TransactionOutcome =
  | { readonly kind: 'committed' }
  | {
      readonly kind: 'cancelled';
      readonly reasons: readonly CancellationReason[];
      /** The item that fails a condition, in DynamoDB JSON, for each action that asks for it. */
      readonly items: readonly RefusedItem[];
    };

type RefusedItem = NonNullable<TransactionCanceledException['CancellationReasons']>[number]['Item'];

/**
 * Writes all actions or none: 2 write units per KB of each item. At most 100 actions.
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `commit the sale`.
 * @param token unique per plan. Retries by the SDK reuse it, so a lost reply does not write twice.
 * @throws StoreError STORE_UNAVAILABLE: throttled, timed out, unreachable, or cancelled for a
 *   reason unrelated to the items. The transaction may have been committed, so callers must not
 *   draw conclusions from it.
 */
export async function transact(
  store: Pick<Store, 'documents'>,
  what: string,
  actions: readonly TransactionAction[],
  token: string,
): Promise<TransactionOutcome> {
  try {
    await send(
      what,
      store.documents.send(
        new TransactWriteCommand({ TransactItems: [...actions], ClientRequestToken: token }),
      ),
      ['TransactionCanceledException'],
    );
    return { kind: 'committed' };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (!(error instanceof TransactionCanceledException))
      throw createUnknownOutcomeError(what, 'the reasons are missing', error);
    const { CancellationReasons: found = [] } = error;
    if (found.length !== actions.length)
      throw createUnknownOutcomeError(what, 'the reasons are missing', error);
    return {
      kind: 'cancelled',
      reasons: found.map(({ Code = 'None' }) => toCancellationReason(Code, what, error)),
      items: found.map(({ Item }) => Item),
    };
  }
}

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
function toCancellationReason(code: string, what: string, cause: Error): CancellationReason {
  switch (code) {
    case 'None':
      return 'none';
    case 'ConditionalCheckFailed':
      return 'condition';
    case 'TransactionConflict':
      return 'conflict';
    case 'ValidationError':
    case 'ItemCollectionSizeLimitExceeded':
      return 'unwritable';
    default:
      // ThrottlingError, ProvisionedThroughputExceeded, and codes that AWS may add.
      throw createUnknownOutcomeError(what, code, cause);
  }
}

const createUnknownOutcomeError = (what: string, why: string, cause: unknown): StoreError =>
  new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}: ${why}`, { cause });

/** Test hooks: randomness and time. */
export type RetrySeams = {
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/** Tries for an item that other writers may also use, such as a show or the calendar. */
const MAX_TRIES = 10;

/**
 * Retries until the attempt settles. `again` means that another writer was faster and nothing was
 * written.
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `add the seats`.
 * @throws StoreError STORE_UNAVAILABLE after too many tries, and any error of an attempt.
 */
export const retryUntilSettled = <T>(
  what: string,
  attempt: () => Promise<T | 'again'>,
  { random = Math.random, wait: pause = wait }: RetrySeams,
): Promise<T> =>
  retry<T>(attempt, {
    attempts: MAX_TRIES,
    delayMs: (nth) => conflictJitterMs(nth, random),
    wait: pause,
    exhausted: () =>
      new StoreError(
        'STORE_UNAVAILABLE',
        `DynamoDB did not ${what}: too many conflicts with other writes`,
      ),
  });

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const WRITES_PER_CALL = 25;
const MAX_ROUNDS = 5;

/** One unconditional put or delete. */
type ItemWrite = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/**
 * Puts and deletes items of one table, 1 write unit per KB. The writes are not atomic and have no
 * order.
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `remove the seats`.
 * @throws StoreError STORE_UNAVAILABLE: some of the writes may have taken effect.
 */
export async function writeItems(
  { documents }: Pick<Store, 'documents'>,
  table: string,
  writes: readonly ItemWrite[],
  what: string,
): Promise<void> {
  for (let from = 0; from < writes.length; from += WRITES_PER_CALL) {
    let request: BatchWriteCommandInput['RequestItems'] = {
      [table]: writes.slice(from, from + WRITES_PER_CALL),
    };
    for (let round = 0; request !== undefined && Object.keys(request).length > 0; round += 1) {
      // A BatchWriteItem that is throttled or meets a transaction returns the rest as UnprocessedItems.
      if (round === MAX_ROUNDS) {
        throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what} completely`);
      }
      if (round > 0) await wait(conflictJitterMs(round, Math.random));
      const reply: BatchWriteCommandOutput = await send(
        what,
        documents.send(new BatchWriteCommand({ RequestItems: request })),
      );
      request = reply.UnprocessedItems;
    }
  }
}
