import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Contender, Place, RivalTables } from './contender.ts';
import { makeRecord, sellFromOneItem } from './rival-record.ts';

const Stock = z.looseObject({ available: z.number() });

/**
 * Reads the stock, checks it in code, and puts it back with one ticket less, without a condition. Two
 * sellers that read the same number sell the same ticket. It is the cheapest way, and it oversells.
 */
export const readThenPut: Contender = {
  id: 'read-then-put',
  name: 'read, then put, no condition',
  usesTransactions: false,
  ...sellFromOneItem(sell),
};

async function sell(message: SQSRecord, place: Place, tables: RivalTables): Promise<void> {
  const { documents, purchases, stock } = tables;
  const read = await documents.send(new GetCommand({ ...stock, ConsistentRead: true }));
  const found = Stock.parse(read.Item);
  const isLeft = found.available > 0;
  if (isLeft) {
    const Item = { ...found, available: found.available - 1 };
    await documents.send(new PutCommand({ TableName: stock.TableName, Item }));
  }
  const Item = makeRecord(message, isLeft ? 'CONFIRMED' : 'REJECTED', place);
  await documents.send(new PutCommand({ TableName: purchases, Item }));
}
