import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizedItem } from './item-size.ts';
import { compareCounts, createMeteredTable, FEW, key, put, sizes, TOTAL } from './scratch-table.ts';

describe('single writes cost what DynamoDB Local counts', () => {
  it('for putting a new item, growing it and shrinking it', async () => {
    const scene = await createMeteredTable();
    await fc.assert(
      fc.asyncProperty(
        fc.uuid(),
        fc.array(sizes, { minLength: 1, maxLength: 3 }),
        async (sk, steps) => {
          for (const bytes of steps) {
            const { ours, local } = await compareCounts(scene, () => put(scene, sk, bytes));
            expect(ours).toBe(local);
          }
        },
      ),
      FEW,
    );
  });

  it('for updating an item so that it grows or shrinks', async () => {
    const scene = await createMeteredTable();
    await fc.assert(
      fc.asyncProperty(fc.uuid(), sizes, sizes, async (sk, before, after) => {
        await put(scene, sk, before);
        const { ours, local } = await compareCounts(scene, () =>
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

  it('for deleting an item of any size, and a missing one', async () => {
    const scene = await createMeteredTable();
    const remove = (sk: string) =>
      compareCounts(scene, () =>
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

  it('for each item of a BatchWriteItem', async () => {
    const scene = await createMeteredTable();
    const { ours, local } = await compareCounts(scene, () =>
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

  it('for a failed condition by the existing item, which DynamoDB Local does not report', async () => {
    const scene = await createMeteredTable();
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

  it('a write that is rejected as invalid costs nothing', async () => {
    const { client, meter, table } = await createMeteredTable();
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
