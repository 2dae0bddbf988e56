import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  QueryCommand as DocQueryCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createCapacityMeter } from './capacity-meter.ts';
import { sizedItem } from './item-size.ts';
import { createMeteredTable, createScratchTable, key, localDynamo, put } from './scratch-table.ts';

describe('what a meter reports', () => {
  it('calls by name, and units table by table', async () => {
    const scene = await createMeteredTable();
    const other = await createScratchTable();
    await put(scene, 'a', 1500);
    await scene.client.send(new PutItemCommand({ TableName: other, Item: sizedItem('b', 100) }));
    await scene.client.send(new GetItemCommand({ TableName: other, Key: key('b') }));
    expect(scene.meter.totals()).toEqual({
      calls: { PutItemCommand: 2, GetItemCommand: 1 },
      attempts: 3,
      writeUnits: 3,
      readUnits: 0.5,
      tables: {
        [scene.table]: { writeUnits: 2, readUnits: 0 },
        [other]: { writeUnits: 1, readUnits: 0.5 },
      },
    });
    scene.meter.reset();
    expect(scene.meter.calls()).toEqual([]);
  });

  it('the same for a document client', async () => {
    const table = await createScratchTable();
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(localDynamo()));
    const meter = createCapacityMeter(localDynamo());
    documents.middlewareStack.use(meter.plugin);
    const query = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'p' } };
    const totals = await meter.during(async () => {
      await documents.send(
        new PutCommand({ TableName: table, Item: { pk: 'p', sk: 'a', fill: 'x'.repeat(1100) } }),
      );
      await documents.send(new GetCommand({ TableName: table, Key: { pk: 'p', sk: 'a' } }));
      const page = await documents.send(new DocQueryCommand({ TableName: table, ...query }));
      expect(page.Items).toHaveLength(1);
    });
    expect(totals).toMatchObject({
      calls: { PutItemCommand: 1, GetItemCommand: 1, QueryCommand: 1 },
      writeUnits: 2,
      readUnits: 1,
    });
  });

  it('exact units even for calls made at the same time', async () => {
    const scene = await createMeteredTable();
    const { calls, writeUnits } = await scene.meter.during(() =>
      Promise.all([put(scene, 'same', 2500), put(scene, 'same', 100), put(scene, 'same', 100)]),
    );
    expect({ calls, writeUnits }).toEqual({ calls: { PutItemCommand: 3 }, writeUnits: 3 + 3 + 1 });
  });
});
