import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { createTable } from '../../stage/resources/create-table.ts';
import { crash, startOwnDynamoDb } from '../../testing/killable-aws.ts';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { createDynamoDbClient } from '../clients.ts';
import { lockFolder } from '../process/folder-lock.ts';
import { removeDeletedData } from './remove-deleted-data.ts';

const TABLE = { partitionKey: { name: 'id', type: 'S' }, indexes: [] } as const;
const ERASED = 'erased-holder@example.com';

const contains = async (folder: string, text: string): Promise<boolean> => {
  const files = await readdir(folder);
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
  return contents.some((content) => content.includes(text));
};

const openTable = async (folder: string) => {
  const dynamodb = await startOwnDynamoDb(folder);
  const client = createDynamoDbClient({ dynamodbEndpoint: dynamodb.endpoint });
  onTestFinished(() => client.destroy());
  await createTable(client, 'people', TABLE);
  return { dynamodb, client };
};

test('a deleted item stayed in the file of DynamoDB, where anybody could read it', async () => {
  const folder = await createTemporaryFolder();
  const { dynamodb, client } = await openTable(folder);
  for (const id of ['kept', ERASED]) {
    const Item = { id: { S: id }, text: { S: id.repeat(20) } };
    await client.send(new PutItemCommand({ TableName: 'people', Item }));
  }
  await client.send(new DeleteItemCommand({ TableName: 'people', Key: { id: { S: ERASED } } }));
  await dynamodb.stop();
  expect(await contains(folder, ERASED)).toBe(true);
  removeDeletedData(folder);
  expect(await contains(folder, ERASED)).toBe(false);
  const again = await openTable(folder);
  const Key = { id: { S: 'kept' } };
  const { Item } = await again.client.send(new GetItemCommand({ TableName: 'people', Key }));
  expect(Item).toMatchObject(Key);
});

test('a folder without tables needs nothing', async () => {
  const folder = await createTemporaryFolder();
  removeDeletedData(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is no database is an error that names it', async () => {
  const folder = await createTemporaryFolder();
  const file = join(folder, 'shared-local-instance.db');
  await writeFile(file, 'not a database'.repeat(1_000));
  expect(() => removeDeletedData(folder)).toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE', file, cause: expect.any(Error) }),
  );
});

test('the file of a DynamoDB that was killed is not touched before that has ended', async () => {
  const folder = await createTemporaryFolder();
  const { dynamodb } = await openTable(folder);
  expect(lockFolder(folder, 0)).toBeUndefined();
  await crash(dynamodb);
  removeDeletedData(folder);
  expect(await readdir(folder)).toContain('shared-local-instance.db');
});
