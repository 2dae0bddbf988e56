import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { seatKey } from './seat-keys.ts';
import { SeatRecord } from './seat-record.ts';

/** A seat after its update, or what kept it from being made: the condition, or that there is no seat. */
export type UpdatedSeat = SeatRecord | 'refused' | 'no-such-seat';

/** Which seat of which show. */
export type SeatPlace = {
  readonly show: { readonly showId: string; readonly buckets: number };
  readonly seatId: string;
};

/**
 * Updates a seat that exists, under a condition: 1 write unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the update may then be made.
 */
export async function updateSeat(
  store: Store<'seats'>,
  what: string,
  { show, seatId }: SeatPlace,
  update: Pick<
    UpdateCommandInput,
    'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
  >,
): Promise<UpdatedSeat> {
  try {
    const { Attributes } = await send(
      what,
      store.documents.send(
        new UpdateCommand({
          ...update,
          TableName: store.tables.seats,
          Key: seatKey(show, seatId),
          ConditionExpression: `attribute_exists(seatId) AND (${update.ConditionExpression})`,
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
      ['ConditionalCheckFailedException'],
    );
    return readRecord(SeatRecord, Attributes, 'the seat');
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item === undefined ? 'no-such-seat' : 'refused';
  }
}
