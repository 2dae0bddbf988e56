import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { ShowRecord } from './show-record.ts';

/** A show after its update, or what kept it from being made: the condition, or that there is no show. */
export type UpdatedShow = ShowRecord | 'refused' | 'no-such-show';

/**
 * Updates a show that exists, under a condition: 1 write unit and 1 for each index of the table, or
 * 1 in all when the condition refuses.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the update may then be made.
 */
export async function conditionalUpdate(
  store: Store<'shows'>,
  what: string,
  showId: string,
  update: Pick<
    UpdateCommandInput,
    | 'UpdateExpression'
    | 'ConditionExpression'
    | 'ExpressionAttributeNames'
    | 'ExpressionAttributeValues'
  >,
): Promise<UpdatedShow> {
  try {
    const { Attributes } = await send(
      what,
      store.documents.send(
        new UpdateCommand({
          ...update,
          TableName: store.tables.shows,
          Key: { showId },
          ConditionExpression: `attribute_exists(showId) AND attribute_not_exists(removedAt) AND (${update.ConditionExpression})`,
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
      ['ConditionalCheckFailedException'],
    );
    return readRecord(ShowRecord, Attributes, 'the show');
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const isThere = error.Item !== undefined && error.Item.removedAt === undefined;
    return isThere ? 'refused' : 'no-such-show';
  }
}
