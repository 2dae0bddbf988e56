import {
  BatchGetItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyOn } from '../backend/only-on.ts';
import { compareCounts, createMeteredTable, FEW, key, put, sizes, TOTAL } from './scratch-table.ts';

describe('reads cost what DynamoDB Local counts', () => {
  it.each([true, false])(
    'for GetItem with ConsistentRead %s, of any size',
    async (ConsistentRead) => {
      const scene = await createMeteredTable();
      await fc.assert(
        fc.asyncProperty(fc.uuid(), sizes, async (sk, bytes) => {
          await put(scene, sk, bytes);
          const { ours, local } = await compareCounts(scene, () =>
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
    },
  );

  it('for GetItem of a missing item', async () => {
    const scene = await createMeteredTable();
    const get = (ConsistentRead: boolean) =>
      compareCounts(scene, () =>
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

  it('for all items that Query and Scan evaluate, whatever they return', async () => {
    const scene = await createMeteredTable();
    for (const [sk, bytes] of [
      ['a', 3000],
      ['b', 3000],
      ['c', 2193],
    ] as const) {
      await put(scene, sk, bytes);
    }
    const only = { TableName: scene.table, FilterExpression: 'begins_with(fill, :a)', ...TOTAL };
    const names = { ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' } };
    const query = await compareCounts(scene, () =>
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
    const scan = await compareCounts(scene, () =>
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

  it('for a page of a Query with a limit', async () => {
    const scene = await createMeteredTable();
    for (const sk of ['a', 'b', 'c']) await put(scene, sk, 4096);
    const { ours, local } = await compareCounts(scene, () =>
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

  it('for each item of a BatchGetItem', async () => {
    const scene = await createMeteredTable();
    await put(scene, 'a', 1536);
    await put(scene, 'b', 6656);
    const { ours, local } = await compareCounts(scene, () =>
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

describe('DynamoDB Local counts less than AWS', () => {
  onlyOn('embedded', 'It describes DynamoDB Local. Another DynamoDB may be closer to AWS.');

  // "If you perform a read operation on an item that doesn't exist, DynamoDB will still consume read
  // throughput [...] even if no data exists": read-write-operations.html
  it('for a Query that finds nothing, which is free only here', async () => {
    const scene = await createMeteredTable();
    const { ours, local } = await compareCounts(scene, () =>
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
});
