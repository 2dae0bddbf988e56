import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs } from '@willcall/domain';
import type { SQSRecord } from 'aws-lambda';
import type { Contender, Place, RivalTables } from './contender.ts';
import { makeRecord, sellFromOneItem } from './rival-record.ts';

/**
 * One transaction for each ticket: it takes the ticket from the one stock item and puts the record, on the
 * condition that there is none. This is the usual correct design, in its best form: a message that is
 * delivered again does not buy again, and a conflict is tried again with growing jitter.
 */
export const transactionPerTicket: Contender = {
  id: 'transaction-per-ticket',
  name: 'a transaction per ticket',
  usesTransactions: true,
  ...sellFromOneItem(sell),
};

async function sell(message: SQSRecord, place: Place, tables: RivalTables): Promise<void> {
  const { documents, purchases, stock } = tables;
  const isNew = 'attribute_not_exists(recordKey)';
  const put = (status: string) => ({
    TableName: purchases,
    Item: makeRecord(message, status, place),
    ConditionExpression: isNew,
  });
  const take = {
    ...stock,
    UpdateExpression: 'SET available = available - :one',
    ConditionExpression: 'available >= :one',
    ExpressionAttributeValues: { ':one': 1 },
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      const TransactItems = [{ Update: take }, { Put: put('CONFIRMED') }];
      await documents.send(new TransactWriteCommand({ TransactItems }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [ofStock, ofRecord] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      const isAgain = ofRecord === 'ConditionalCheckFailed';
      if (isAgain) return;
      if (ofStock === 'ConditionalCheckFailed') {
        await documents.send(new PutCommand(put('REJECTED')));
        return;
      }
    }
    await wait(conflictJitterMs(attempt, Math.random));
  }
}
