import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callCounterKey } from './keys.ts';
import { type Store, sendConditional } from './open-store.ts';

const MS_PER_SECOND = 1_000;

/** Seconds until the TTL removes a counter. Nothing depends on it. */
const COUNTER_LIFE_SECONDS = 60 * 60;

/** One of the shares of what may be called in a second. */
export type CallShare = {
  readonly name: string;
  /** The most calls in a second, of all environments together. */
  readonly limit: number;
};

/**
 * Takes one call from a share of this second, which all environments count in one item of the table Pulse: 1 write unit.
 * An environment whose clock is wrong takes it from another second.
 *
 * @returns false if nothing is left of it.
 * @throws StoreError STORE_UNAVAILABLE: the call may have been taken.
 */
export async function takeCall(
  { documents, tables }: Store<'pulse'>,
  { name, limit }: CallShare,
  at: Date,
): Promise<boolean> {
  const second = Math.floor(at.getTime() / MS_PER_SECOND);
  const { kind } = await sendConditional(
    'count a call of the payment provider',
    documents.send(
      new UpdateCommand({
        TableName: tables.pulse,
        Key: callCounterKey(name, second),
        UpdateExpression: 'SET expiresAt = :expiresAt ADD calls :one',
        ConditionExpression: 'attribute_not_exists(calls) OR calls < :limit',
        ExpressionAttributeValues: {
          ':one': 1,
          ':limit': limit,
          ':expiresAt': second + COUNTER_LIFE_SECONDS,
        },
      }),
    ),
  );
  return kind === 'written';
}
