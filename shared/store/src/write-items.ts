import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs } from '@willcall/domain';
import { StoreError } from './errors.ts';
import { type Store, send } from './open-store.ts';

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
