import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  type CreateTableInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';

/** Configuration of a client of the DynamoDB Local that this test run has started. */
export const localDynamo = () => ({
  endpoint: inject('dynamodbEndpoint'),
  // LocalStack has tables of their own for each region.
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/**
 * A table of one test's own, under a name of its own, with string keys `pk` and `sk`, and the name
 * of the table. Anything else about it, such as indexes, can be given.
 */
export const scratchTable = async (extra: Partial<CreateTableInput> = {}): Promise<string> => {
  const TableName = `scratch-${randomUUID()}`;
  const client = new DynamoDBClient(localDynamo());
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      ...extra,
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        ...(extra.AttributeDefinitions ?? []),
      ],
    }),
  );
  client.destroy();
  return TableName;
};
