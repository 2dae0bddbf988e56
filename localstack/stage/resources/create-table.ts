import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { KeyAttribute, TableDefinition } from '@willcall/topology';

/**
 * Creates an on-demand table with its indexes, stream and time to live. An existing table does not
 * change.
 *
 * @returns the ARN of its stream, if it has one
 */
export const createTable = async (
  client: DynamoDBClient,
  name: string,
  definition: TableDefinition,
): Promise<string | undefined> => {
  try {
    const made = await client.send(new CreateTableCommand(tableInput(name, definition)));
    if (definition.expiresAt !== undefined) await enableExpiry(client, name, definition.expiresAt);
    return made.TableDescription?.LatestStreamArn;
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const found = await client.send(new DescribeTableCommand({ TableName: name }));
    return found.Table?.LatestStreamArn;
  }
};

const enableExpiry = async (
  client: DynamoDBClient,
  name: string,
  attribute: string,
): Promise<void> => {
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
    }),
  );
};

const tableInput = (name: string, definition: TableDefinition): CreateTableCommandInput => {
  const { partitionKey, sortKey, indexes } = definition;
  const keys = [partitionKey, sortKey, ...indexes.flatMap((i) => [i.partitionKey, i.sortKey])];
  const attributes = new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.name, key]])));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(partitionKey, sortKey),
    AttributeDefinitions: [...attributes.values()].map((key) => ({
      AttributeName: key.name,
      AttributeType: key.type,
    })),
    ...(definition.streamed && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
    }),
    // DynamoDB refuses an empty list.
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
  };
};

const keySchema = (partitionKey: KeyAttribute, sortKey: KeyAttribute | undefined) => [
  { AttributeName: partitionKey.name, KeyType: 'HASH' as const },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey.name, KeyType: 'RANGE' as const }]),
];
