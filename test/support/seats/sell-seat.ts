import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { readStock, type ShowRecord, type Store, seatKey, shardKey } from '@willcall/store';

/** Sells a seat as a worker's transaction does: the seat is held, and a stock shard counts it. */
export async function sellSeat(
  store: Store,
  show: Pick<ShowRecord, 'showId' | 'buckets'>,
  seatId: string,
): Promise<void> {
  const stock = await readStock(store, show);
  const bucket = stock.findIndex(({ available }) => available > 0);
  await store.documents.send(
    new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName: store.tables.seats,
            Key: seatKey(show, seatId),
            UpdateExpression: 'SET heldBy = :purchase',
            ConditionExpression: 'attribute_exists(seatId) AND attribute_not_exists(heldBy)',
            ExpressionAttributeValues: { ':purchase': '5#alice#P#AZaz09-_AZaz09-_' },
          },
        },
        {
          Update: {
            TableName: store.tables.stock,
            Key: { bucketKey: shardKey(show.showId, bucket) },
            UpdateExpression: 'SET available = available - :one, sold = sold + :one',
            ConditionExpression: 'available >= :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
      ],
    }),
  );
}
