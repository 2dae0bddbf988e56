import { randomUUID } from 'node:crypto';
import {
  type ConsumedCapacity,
  CreateTableCommand,
  type CreateTableInput,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { localCredentials } from '@willcall/localstack';
import fc from 'fast-check';
import { inject } from 'vitest';
import { createCapacityMeter } from './capacity-meter.ts';
import { sizedItem } from './item-size.ts';

/** Client configuration for the DynamoDB Local of this test run. */
export const localDynamo = () => ({
  endpoint: inject('dynamodbEndpoint'),
  // LocalStack keeps separate tables for each region.
  region: 'us-east-1',
  credentials: localCredentials,
});

/**
 * Creates a table for one test, with string keys `pk` and `sk`, and returns its unique name.
 * `extra` adds properties such as indexes.
 */
export const createScratchTable = async (
  extra: Partial<CreateTableInput> = {},
): Promise<string> => {
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

/** Sends a request and returns the units of our meter with those of DynamoDB Local. */
export const compareCounts = async (
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

/** Requests the count of DynamoDB Local. */
export const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** A new table and a client whose calls are metered. */
export const createMeteredTable = async (...layout: Parameters<typeof createScratchTable>) => {
  const client = new DynamoDBClient(localDynamo());
  const meter = createCapacityMeter(localDynamo());
  client.middlewareStack.use(meter.plugin);
  return { client, meter, table: await createScratchTable(...layout) };
};

type Metered = Awaited<ReturnType<typeof createMeteredTable>>;

/** Puts an item of this many bytes. */
export const put = ({ client, table }: Metered, sk: string, bytes: number) =>
  client.send(new PutItemCommand({ TableName: table, Item: sizedItem(sk, bytes), ...TOTAL }));

export const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });

/** Item sizes in bytes, mostly one or two bytes from a boundary of 1 KB or 4 KB. */
export const sizes = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -1, max: 1 }))
    .map(([kilobytes, off]) => kilobytes * 1024 + off),
  fc.integer({ min: 60, max: 9000 }),
);

export const FEW = { numRuns: 12 };
