import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { createTable } from '../../stage/resources/create-table.ts';
import { crash, startOwnDynamoDb } from '../../testing/killable-aws.ts';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { createDynamoDbClient } from '../clients.ts';

const table = { partitionKey: { name: 'id', type: 'S' }, indexes: [] } as const;

const createClient = (endpoint: string) => {
  const client = createDynamoDbClient({ dynamodbEndpoint: endpoint });
  onTestFinished(() => client.destroy());
  return client;
};

test('a written item survives a crash of DynamoDB', async () => {
  const folder = await createTemporaryFolder();
  const first = await startOwnDynamoDb(folder);
  const before = createClient(first.endpoint);
  await createTable(before, 'kept', table);
  await before.send(new PutItemCommand({ TableName: 'kept', Item: { id: { S: 'a' } } }));
  await crash(first);
  const after = createClient((await startOwnDynamoDb(folder)).endpoint);
  await createTable(after, 'kept', table);
  const { Item } = await after.send(
    new GetItemCommand({ TableName: 'kept', Key: { id: { S: 'a' } } }),
  );
  expect(Item).toEqual({ id: { S: 'a' } });
});
