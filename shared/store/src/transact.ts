import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs, retry } from '@willcall/domain';
import { StoreError } from './errors.ts';
import { type Store, send } from './open-store.ts';

/** One write of a transaction. */
export type TransactionAction = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Why a transaction was cancelled, for each of its actions in their order. */
export type CancellationReason =
  | 'none'
  | 'condition'
  /** Another transaction was at work on the same item. */
  | 'conflict'
  /** DynamoDB will never take it, however often it is sent. */
  | 'unwritable';

/** Nothing was written unless it is `committed`. */
type TransactionOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'cancelled'; readonly reasons: readonly CancellationReason[] };

/**
 * Writes all of it or nothing: 2 write units for each KB of each item. At most 100 actions.
 *
 * @param what the sentence goes on after "DynamoDB did not", e.g. `commit the sale`.
 * @param token new for every new plan; the SDK's retries keep it, so a lost reply writes once.
 *
 * @throws StoreError STORE_UNAVAILABLE: throttled, timed out, unreachable, or cancelled for a reason
 *   that says nothing of the items. It may have been written, so nothing may be concluded from it.
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
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
    if (codes.length !== actions.length)
      throw createUnknownOutcomeError(what, 'without its reasons', error);
    return {
      kind: 'cancelled',
      reasons: codes.map((code) => toCancellationReason(code, what, error)),
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
      // ThrottlingError, ProvisionedThroughputExceeded, and whatever AWS adds.
      throw createUnknownOutcomeError(what, code, cause);
  }
}

const createUnknownOutcomeError = (what: string, why: string, cause: Error): StoreError =>
  new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}: ${why}`, { cause });

/** Where a test may reach in: chance and time. */
export type RetrySeams = {
  /** As Math.random: from 0 up to 1. */
  readonly random?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/** What is written under one item, a show's or the calendar's, others may be at too. */
const MAX_TRIES = 10;

/**
 * Tries until it settles: `again` says that others were faster, and that nothing was written.
 *
 * @param what the sentence goes on after "DynamoDB did not", e.g. `add the seats`.
 * @throws StoreError STORE_UNAVAILABLE after too many tries, and whatever a try throws.
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
      new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}: others were faster`),
  });
