import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  QueryCommand as DocQueryCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCapacityMeter } from './capacity-meter.ts';
import { localDynamo, scratchTable } from './scratch-table.ts';
import { sizedItem } from './sized-item.ts';

const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;

const metered = async (...layout: Parameters<typeof scratchTable>) => {
  const client = new DynamoDBClient(localDynamo());
  const meter = createCapacityMeter(localDynamo());
  client.middlewareStack.use(meter.plugin);
  return { client, meter, table: await scratchTable(...layout) };
};

type Metered = Awaited<ReturnType<typeof metered>>;

/** Sends a request, and gives the units by our meter beside those by DynamoDB Local. */
const bothCounts = async (
  { meter }: Metered,
  send: () => Promise<{ ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>,
) => {
  let local = 0;
  const { writeUnits, readUnits } = await meter.during(async () => {
    const consumed = [(await send()).ConsumedCapacity ?? []].flat();
    local = consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  });
  return { ours: writeUnits + readUnits, local };
};

const put = ({ client, table }: Metered, sk: string, bytes: number) =>
  client.send(new PutItemCommand({ TableName: table, Item: sizedItem(sk, bytes), ...TOTAL }));

const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });

/** Item sizes in bytes, mostly a byte or two beside a boundary of 1 KB or 4 KB. */
const sizes = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -1, max: 1 }))
    .map(([kilobytes, off]) => kilobytes * 1024 + off),
  fc.integer({ min: 60, max: 9000 }),
);

const FEW = { numRuns: 12 };

describe('single writes count as DynamoDB Local counts them', () => {
  it('putting a new item, growing it, shrinking it', async () => {
    const scene = await metered();
    await fc.assert(
      fc.asyncProperty(
        fc.uuid(),
        fc.array(sizes, { minLength: 1, maxLength: 3 }),
        async (sk, steps) => {
          for (const bytes of steps) {
            const { ours, local } = await bothCounts(scene, () => put(scene, sk, bytes));
            expect(ours).toBe(local);
          }
        },
      ),
      FEW,
    );
  });

  it('updating an item so that it grows or shrinks', async () => {
    const scene = await metered();
    await fc.assert(
      fc.asyncProperty(fc.uuid(), sizes, sizes, async (sk, before, after) => {
        await put(scene, sk, before);
        const { ours, local } = await bothCounts(scene, () =>
          scene.client.send(
            new UpdateItemCommand({
              TableName: scene.table,
              Key: key(sk),
              UpdateExpression: 'SET fill = :fill',
              ExpressionAttributeValues: { ':fill': { S: 'y'.repeat(after) } },
              ...TOTAL,
            }),
          ),
        );
        expect(ours).toBe(local);
      }),
      FEW,
    );
  });

  it('deleting an item of any size, and one that is not there', async () => {
    const scene = await metered();
    const remove = (sk: string) =>
      bothCounts(scene, () =>
        scene.client.send(
          new DeleteItemCommand({ TableName: scene.table, Key: key(sk), ...TOTAL }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(fc.uuid(), sizes, async (sk, bytes) => {
        await put(scene, sk, bytes);
        const { ours, local } = await remove(sk);
        expect(ours).toBe(local);
      }),
      FEW,
    );
    expect(await remove('missing')).toEqual({ ours: 1, local: 1 });
  });

  it('each item of a BatchWriteItem by itself', async () => {
    const scene = await metered();
    const { ours, local } = await bothCounts(scene, () =>
      scene.client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [scene.table]: [
              { PutRequest: { Item: sizedItem('a', 500) } },
              { PutRequest: { Item: sizedItem('b', 3584) } },
            ],
          },
          ...TOTAL,
        }),
      ),
    );
    expect({ ours, local }).toEqual({ ours: 5, local: 5 });
  });

  it('a failed condition counts the existing item, of which DynamoDB Local tells nothing', async () => {
    const scene = await metered();
    await put(scene, 'there', 2500);
    const failing = async (sk: string, bytes: number) => {
      const { writeUnits } = await scene.meter.during(() =>
        expect(
          scene.client.send(
            new PutItemCommand({
              TableName: scene.table,
              Item: sizedItem(sk, bytes),
              ConditionExpression: 'attribute_exists(never)',
              ...TOTAL,
            }),
          ),
        ).rejects.toSatisfy(
          (error) =>
            error instanceof ConditionalCheckFailedException && !('ConsumedCapacity' in error),
        ),
      );
      return writeUnits;
    };
    expect(await failing('there', 100)).toBe(3);
    expect(await failing('there', 5000)).toBe(3);
    expect(await failing('missing', 5000)).toBe(1);
  });

  it('a write that is refused as invalid costs nothing', async () => {
    const { client, meter, table } = await metered();
    const wrong = new UpdateItemCommand({
      TableName: table,
      Key: key('a'),
      UpdateExpression: 'SET sk = :new',
      ExpressionAttributeValues: { ':new': { S: 'b' } },
    });
    await expect(client.send(wrong)).rejects.toThrow('part of the key');
    expect(meter.totals()).toMatchObject({ calls: { UpdateItemCommand: 1 }, writeUnits: 0 });
  });
});

describe('reads count as DynamoDB Local counts them', () => {
  it.each([true, false])('GetItem with ConsistentRead %s, of any size', async (ConsistentRead) => {
    const scene = await metered();
    await fc.assert(
      fc.asyncProperty(fc.uuid(), sizes, async (sk, bytes) => {
        await put(scene, sk, bytes);
        const { ours, local } = await bothCounts(scene, () =>
          scene.client.send(
            new GetItemCommand({
              TableName: scene.table,
              Key: key(sk),
              ProjectionExpression: 'pk',
              ConsistentRead,
              ...TOTAL,
            }),
          ),
        );
        expect(ours).toBe(local);
      }),
      FEW,
    );
  });

  it('GetItem of an item that is not there', async () => {
    const scene = await metered();
    const get = (ConsistentRead: boolean) =>
      bothCounts(scene, () =>
        scene.client.send(
          new GetItemCommand({
            TableName: scene.table,
            Key: key('missing'),
            ConsistentRead,
            ...TOTAL,
          }),
        ),
      );
    expect(await get(true)).toEqual({ ours: 1, local: 1 });
    expect(await get(false)).toEqual({ ours: 0.5, local: 0.5 });
  });

  it('Query and Scan of all that they look at, whatever they return of it', async () => {
    const scene = await metered();
    for (const [sk, bytes] of [
      ['a', 3000],
      ['b', 3000],
      ['c', 2193],
    ] as const) {
      await put(scene, sk, bytes);
    }
    const only = { TableName: scene.table, FilterExpression: 'begins_with(fill, :a)', ...TOTAL };
    const names = { ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' } };
    const query = await bothCounts(scene, () =>
      scene.client.send(
        new QueryCommand({
          ...only,
          ...names,
          KeyConditionExpression: '#pk = :p',
          ProjectionExpression: '#sk',
          ExpressionAttributeValues: { ':p': { S: 'p' }, ':a': { S: 'never' } },
        }),
      ),
    );
    expect(query).toEqual({ ours: 1.5, local: 1.5 });
    const scan = await bothCounts(scene, () =>
      scene.client.send(
        new ScanCommand({
          ...only,
          Select: 'COUNT',
          ExpressionAttributeValues: { ':a': { S: 'never' } },
          ConsistentRead: true,
        }),
      ),
    );
    expect(scan).toEqual({ ours: 3, local: 3 });
  });

  it('a page of a Query by its limit', async () => {
    const scene = await metered();
    for (const sk of ['a', 'b', 'c']) await put(scene, sk, 4096);
    const { ours, local } = await bothCounts(scene, () =>
      scene.client.send(
        new QueryCommand({
          TableName: scene.table,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'p' } },
          Limit: 2,
          ConsistentRead: true,
          ...TOTAL,
        }),
      ),
    );
    expect({ ours, local }).toEqual({ ours: 2, local: 2 });
  });

  // "If you perform a read operation on an item that doesn't exist, DynamoDB will still consume read
  // throughput [...] even if no data exists": read-write-operations.html
  it('except for a Query that finds nothing, which is free on DynamoDB Local only', async () => {
    const scene = await metered();
    const { ours, local } = await bothCounts(scene, () =>
      scene.client.send(
        new QueryCommand({
          TableName: scene.table,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'empty' } },
          ...TOTAL,
        }),
      ),
    );
    expect({ ours, local }).toEqual({ ours: 0.5, local: 0 });
  });

  it('each item of a BatchGetItem by itself', async () => {
    const scene = await metered();
    await put(scene, 'a', 1536);
    await put(scene, 'b', 6656);
    const { ours, local } = await bothCounts(scene, () =>
      scene.client.send(
        new BatchGetItemCommand({
          RequestItems: {
            [scene.table]: { Keys: [key('a'), key('b')], ConsistentRead: true },
          },
          ...TOTAL,
        }),
      ),
    );
    expect({ ours, local }).toEqual({ ours: 3, local: 3 });
  });
});

describe('index writes count as DynamoDB Local counts them', () => {
  const withIndexes = () =>
    metered({
      AttributeDefinitions: [{ AttributeName: 'byName', AttributeType: 'S' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'everything',
          KeySchema: [{ AttributeName: 'byName', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'keys',
          KeySchema: [{ AttributeName: 'byName', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });

  it('an entry added, kept, changed, moved and removed', async () => {
    const scene = await withIndexes();
    const change = async (name: string | undefined, bytes: number) => {
      const Item = { ...sizedItem('a', bytes), ...(name ? { byName: { S: name } } : {}) };
      return bothCounts(scene, () =>
        scene.client.send(new PutItemCommand({ TableName: scene.table, Item, ...TOTAL })),
      );
    };
    expect(await change(undefined, 500), 'not in the indexes').toEqual({ ours: 1, local: 1 });
    expect(await change('x', 500), 'added').toEqual({ ours: 3, local: 3 });
    expect(await change('x', 500), 'kept').toEqual({ ours: 1, local: 1 });
    expect(await change('x', 1500), 'changed').toEqual({ ours: 4, local: 4 });
    expect(await change('y', 500), 'moved').toEqual({ ours: 7, local: 7 });
    expect(await change(undefined, 500), 'removed').toEqual({ ours: 3, local: 3 });
  });
});

describe('what a meter reports', () => {
  it('calls by name, and units table by table', async () => {
    const scene = await metered();
    const other = await scratchTable();
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
    const table = await scratchTable();
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
    const scene = await metered();
    const { calls, writeUnits } = await scene.meter.during(() =>
      Promise.all([put(scene, 'same', 2500), put(scene, 'same', 100), put(scene, 'same', 100)]),
    );
    expect({ calls, writeUnits }).toEqual({ calls: { PutItemCommand: 3 }, writeUnits: 3 + 3 + 1 });
  });
});
