import { randomUUID } from 'node:crypto';
import {
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { onlyOn } from '../support/backend/only-on.ts';
import { scratchTables } from './scratch/scratch-tables.ts';

type Scratch = Awaited<ReturnType<typeof scratchTables>>;

const makeShard = async ({ client, tables }: Scratch, key: string, available: number) => {
  const Item = { bucketKey: { S: key }, available: { N: String(available) } };
  await client.send(new PutItemCommand({ TableName: tables.stock, Item }));
};

/** Takes tickets from a shard that has enough. */
const take = ({ tables }: Scratch, key: string, count: number): TransactWriteItem => ({
  Update: {
    TableName: tables.stock,
    Key: { bucketKey: { S: key } },
    UpdateExpression: 'SET available = available - :count',
    ConditionExpression: 'available >= :count',
    ExpressionAttributeValues: { ':count': { N: String(count) } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

const putOnce = ({ tables }: Scratch, userId: string): TransactWriteItem => ({
  Put: {
    TableName: tables.purchases,
    Item: { userId: { S: userId }, recordKey: { S: 'P#1' } },
    ConditionExpression: 'attribute_not_exists(userId)',
  },
});

const write = ({ client }: Scratch, items: TransactWriteItem[], token?: string) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: items,
      ReturnConsumedCapacity: 'TOTAL',
      ...(token !== undefined && { ClientRequestToken: token }),
    }),
  );

const available = async ({ client, tables }: Scratch, key: string) => {
  const Key = { bucketKey: { S: key } };
  const get = new GetItemCommand({ TableName: tables.stock, Key, ConsistentRead: true });
  return Number((await client.send(get)).Item?.available?.N);
};

/** The capacity that DynamoDB reports for a transaction on one table. */
const countedUnits = async (scratch: Scratch, items: TransactWriteItem[]) => {
  const { ConsumedCapacity = [] } = await write(scratch, items);
  return ConsumedCapacity[0]?.CapacityUnits;
};

describe('as on AWS', () => {
  test('a transaction that is sent twice with one token runs once', async () => {
    const scratch = await scratchTables();
    await makeShard(scratch, 'a', 10);
    const token = randomUUID();
    await write(scratch, [take(scratch, 'a', 3)], token);
    await write(scratch, [take(scratch, 'a', 3)], token);
    expect(await available(scratch, 'a')).toBe(7);
  });

  test('a different transaction with the same token is refused', async () => {
    const scratch = await scratchTables();
    await makeShard(scratch, 'a', 10);
    const token = randomUUID();
    await write(scratch, [take(scratch, 'a', 3)], token);
    await expect(write(scratch, [take(scratch, 'a', 4)], token)).rejects.toThrow(
      IdempotentParameterMismatchException,
    );
    expect(await available(scratch, 'a')).toBe(7);
  });

  test('every failed item has its reason and its stored values, at its position', async () => {
    const scratch = await scratchTables();
    await makeShard(scratch, 'a', 1);
    await write(scratch, [putOnce(scratch, 'alice')]);
    const items = [take(scratch, 'a', 2), putOnce(scratch, 'bob'), putOnce(scratch, 'alice')];
    const error = await write(scratch, items).catch((thrown: unknown) => thrown);
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    expect(reasons.map(({ Code }) => Code)).toEqual([
      'ConditionalCheckFailed',
      'None',
      'ConditionalCheckFailed',
    ]);
    expect(reasons[0]?.Item).toEqual({ bucketKey: { S: 'a' }, available: { N: '1' } });
    expect(reasons[2]).not.toHaveProperty('Item', expect.anything());
    expect(await available(scratch, 'a')).toBe(1);
  });

  test('a single write consumes one unit for each KB of its item', async () => {
    const { client, tables } = await scratchTables();
    const Item = { bucketKey: { S: 'a' }, filler: { S: 'x'.repeat(1_024) } };
    const put = { TableName: tables.stock, Item, ReturnConsumedCapacity: 'TOTAL' as const };
    const { ConsumedCapacity } = await client.send(new PutItemCommand(put));
    expect(ConsumedCapacity?.CapacityUnits).toBe(2);
  });
});

describe('different from AWS', () => {
  onlyOn('embedded', 'It describes DynamoDB Local. Another DynamoDB may be closer to AWS.');

  test("a transaction's item sizes are added up and rounded once for each table; AWS rounds up each item to 1 KB", async () => {
    const scratch = await scratchTables();
    const tenSmall = Array.from({ length: 10 }, (_, index) => putOnce(scratch, `user-${index}`));
    expect(await countedUnits(scratch, tenSmall)).toBe(2);
    const onAws = 2 * tenSmall.length;
    expect(onAws).toBe(20);
  });

  test('a condition check consumes 2 units for any item size; AWS counts 2 for each KB', async () => {
    const scratch = await scratchTables();
    const TableName = scratch.tables.stock;
    const Key = { bucketKey: { S: 'large' } };
    const Item = { ...Key, filler: { S: 'x'.repeat(3_000) } };
    await scratch.client.send(new PutItemCommand({ TableName, Item }));
    const ConditionExpression = 'attribute_exists(bucketKey)';
    const check = { ConditionCheck: { TableName, Key, ConditionExpression } };
    expect(await countedUnits(scratch, [check])).toBe(2);
  });

  test('transactions on one item wait for each other; on AWS some fail with TransactionConflict', async () => {
    const scratch = await scratchTables();
    await makeShard(scratch, 'a', 50);
    const rush = Array.from({ length: 50 }, () => write(scratch, [take(scratch, 'a', 1)]));
    const outcomes = await Promise.allSettled(rush);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await available(scratch, 'a')).toBe(0);
  });

  test('a hot item is never throttled; AWS allows it 1,000 write units per second', async () => {
    const { client, tables } = await scratchTables();
    const update = new UpdateItemCommand({
      TableName: tables.stock,
      Key: { bucketKey: { S: 'hot' } },
      UpdateExpression: 'ADD sold :one SET filler = :filler',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':filler': { S: 'x'.repeat(100_000) } },
    });
    // Each write is 98 units, so thirty within a second are three times the limit.
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => client.send(update)));
    expect(outcomes.map(({ $metadata }) => $metadata.attempts)).toEqual(Array(30).fill(1));
  });
});
