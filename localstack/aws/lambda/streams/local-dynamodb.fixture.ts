import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, inject } from 'vitest';
import { createDynamoDbClient, createStreamsClient } from '../../clients.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamodbEndpoint: string;
  }
}

export type StreamedTable = { readonly name: string; readonly streamArn: string };

/** Creates clients for the run's DynamoDB Local. They are closed after the file's tests. */
export const createLocalClients = (): {
  readonly client: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
} => {
  const endpoint = { dynamodbEndpoint: inject('dynamodbEndpoint') };
  const client = createDynamoDbClient(endpoint);
  const streams = createStreamsClient(endpoint);
  afterAll(() => {
    client.destroy();
    streams.destroy();
  });
  return { client, streams };
};

/** Creates a table with the key `id` and a stream of new and old images. */
export const createStreamedTable = async (client: DynamoDBClient): Promise<StreamedTable> => {
  const name = `streams-${randomUUID()}`;
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return { name, streamArn: TableDescription?.LatestStreamArn ?? '' };
};
