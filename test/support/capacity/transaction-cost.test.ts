import { randomUUID } from 'node:crypto';
import {
  DynamoDBClient,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { onlyOn } from '../backend/only-on.ts';
import { createCapacityMeter } from './capacity-meter.ts';
import { sizedItem } from './item-size.ts';
import { createScratchTable, localDynamo } from './scratch-table.ts';

const metered = async () => {
  const client = new DynamoDBClient(localDynamo());
  const meter = createCapacityMeter(localDynamo());
  client.middlewareStack.use(meter.plugin);
  const table = await createScratchTable();
  const transact = (
    TransactItems: TransactWriteItem[],
    ClientRequestToken: string = randomUUID(),
  ) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems,
        ClientRequestToken,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
  const purchase = (number: number, bytes = 1000): TransactWriteItem => ({
    Put: {
      TableName: table,
      Item: sizedItem(`purchase-${number}`, bytes),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  });
  const stock = async (): Promise<TransactWriteItem> => {
    const Item = { ...sizedItem('stock', 100), available: { N: '100' } };
    await client.send(new PutItemCommand({ TableName: table, Item }));
    meter.reset();
    return {
      Update: {
        TableName: table,
        Key: { pk: { S: 'p' }, sk: { S: 'stock' } },
        UpdateExpression: 'SET available = available - :sold',
        ConditionExpression: 'available >= :sold',
        ExpressionAttributeValues: { ':sold': { N: '10' } },
      },
    };
  };
  return { client, meter, table, transact, purchase, stock };
};

const purchases = Array.from({ length: 10 }, (_, number) => number);

describe("transactions cost what AWS's rule says", () => {
  it('one put of up to 1 KB takes 2 write units', async () => {
    const { meter, transact, purchase } = await metered();
    await transact([purchase(1, 1024)]);
    expect(meter.totals()).toMatchObject({ writeUnits: 2, readUnits: 0 });
  });

  it('one put of one byte more takes 4', async () => {
    const { meter, transact, purchase } = await metered();
    await transact([purchase(1, 1025)]);
    expect(meter.totals().writeUnits).toBe(4);
  });

  it('a stock update and 10 purchases take 22 write units in 1 call', async () => {
    const { meter, transact, purchase, stock } = await metered();
    await transact([await stock(), ...purchases.map((number) => purchase(number))]);
    expect(meter.totals()).toMatchObject({
      calls: { TransactWriteItemsCommand: 1 },
      writeUnits: 22,
      readUnits: 0,
    });
  });

  it('a ConditionCheck costs as much as a write', async () => {
    const { meter, table, transact, purchase, stock } = await metered();
    const { Update } = await stock();
    const check: TransactWriteItem = {
      ConditionCheck: {
        TableName: table,
        Key: Update?.Key,
        ConditionExpression: 'attribute_exists(pk)',
      },
    };
    await transact([check, purchase(1)]);
    expect(meter.totals().writeUnits).toBe(4);
  });

  it('a delete costs the item that existed', async () => {
    const { client, meter, table, transact } = await metered();
    const Item = sizedItem('old', 2500);
    await client.send(new PutItemCommand({ TableName: table, Item }));
    meter.reset();
    await transact([{ Delete: { TableName: table, Key: { pk: { S: 'p' }, sk: { S: 'old' } } } }]);
    expect(meter.totals().writeUnits).toBe(6);
  });

  it('a cancelled transaction costs each action as a failed write in both phases', async () => {
    const { meter, transact, purchase, stock } = await metered();
    const plan = [await stock(), purchase(1)];
    await transact(plan);
    meter.reset();
    await expect(transact(plan)).rejects.toThrow(TransactionCanceledException);
    expect(meter.totals()).toMatchObject({ writeUnits: 4, readUnits: 0 });
  });

  it('a transaction that is repeated with its token costs reads instead of writes', async () => {
    const { meter, transact, purchase, stock } = await metered();
    const plan = [await stock(), purchase(1)];
    const token = randomUUID();
    await transact(plan, token);
    meter.reset();
    await transact(plan, token);
    expect(meter.totals()).toMatchObject({ writeUnits: 0, readUnits: 4 });
  });

  it('reading three items of 500 bytes takes 6 read units', async () => {
    const { client, meter, table } = await metered();
    for (const sk of ['a', 'b', 'c']) {
      await client.send(new PutItemCommand({ TableName: table, Item: sizedItem(sk, 500) }));
    }
    meter.reset();
    const gets = ['a', 'b', 'c'].map((sk) => ({
      Get: { TableName: table, Key: { pk: { S: 'p' }, sk: { S: sk } } },
    }));
    await client.send(new TransactGetItemsCommand({ TransactItems: gets }));
    expect(meter.totals()).toMatchObject({ writeUnits: 0, readUnits: 6 });
  });
});

describe('DynamoDB Local differs from AWS', () => {
  onlyOn('embedded', 'It describes DynamoDB Local. Another DynamoDB may be closer to AWS.');

  it('because it counts a transaction once per table, however many items it writes', async () => {
    const { transact, purchase, stock } = await metered();
    const plan = [await stock(), ...purchases.map((number) => purchase(number))];
    const { ConsumedCapacity } = await transact(plan);
    expect(ConsumedCapacity?.map(({ CapacityUnits }) => CapacityUnits)).toEqual([2]);
  });

  it('because it counts a write for a transaction that only repeats a token', async () => {
    const { transact, purchase } = await metered();
    const token = randomUUID();
    await transact([purchase(1)], token);
    const { ConsumedCapacity } = await transact([purchase(1)], token);
    expect(ConsumedCapacity?.map(({ CapacityUnits }) => CapacityUnits)).toEqual([2]);
  });
});
