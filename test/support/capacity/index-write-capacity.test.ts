import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { sizedItem } from './item-size.ts';
import { compareCounts, createMeteredTable, TOTAL } from './scratch-table.ts';

describe('index writes cost what DynamoDB Local counts', () => {
  const withIndexes = () =>
    createMeteredTable({
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

  it('for an entry that is added, kept, changed, moved and removed', async () => {
    const scene = await withIndexes();
    const change = async (name: string | undefined, bytes: number) => {
      const Item = { ...sizedItem('a', bytes), ...(name ? { byName: { S: name } } : {}) };
      return compareCounts(scene, () =>
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
