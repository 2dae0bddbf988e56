import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import type { Contender, Place, RivalTables } from './contender.ts';
import { isRefused, makeRecord, sellFromOneItem } from './rival-record.ts';

/** The status of a purchase that was started. Books count it as a buyer who got no decision. */
export const IN_PROGRESS = 'IN_PROGRESS';

/**
 * Three writes: an execution log that marks the purchase as started, a conditional decrement of the stock,
 * and the log again with the outcome. The log keeps a message that is delivered again from buying twice:
 * what was started is skipped. It never oversells. A crash between the writes leaves a buyer without a
 * decision, and after the decrement also a ticket that nobody has. On AWS its one stock item takes at most
 * 1,000 writes a second, which the bench does not model.
 */
export const executionLog: Contender = {
  id: 'execution-log',
  name: 'an execution log',
  usesTransactions: false,
  ...sellFromOneItem(sell),
};

async function sell(message: SQSRecord, place: Place, tables: RivalTables): Promise<void> {
  const { documents, purchases } = tables;
  const Item = makeRecord(message, IN_PROGRESS, place);
  try {
    const ConditionExpression = 'attribute_not_exists(recordKey)';
    await documents.send(new PutCommand({ TableName: purchases, Item, ConditionExpression }));
  } catch (error) {
    if (isRefused(error)) return;
    throw error;
  }
  const status = (await takeTicket(tables)) ? 'CONFIRMED' : 'REJECTED';
  await documents.send(
    new UpdateCommand({
      TableName: purchases,
      Key: { userId: Item.userId, recordKey: Item.recordKey },
      UpdateExpression: 'SET #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': status },
    }),
  );
}

/** @returns false if no ticket is left */
async function takeTicket({ documents, stock }: RivalTables): Promise<boolean> {
  try {
    await documents.send(
      new UpdateCommand({
        ...stock,
        UpdateExpression: 'SET available = available - :one',
        ConditionExpression: 'available >= :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
