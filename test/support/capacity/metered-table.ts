import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createCapacityMeter } from './capacity-meter.ts';
import { localDynamo, scratchTable } from './scratch-table.ts';
import { sizedItem } from './sized-item.ts';

/** Asks DynamoDB Local for its own count. */
export const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** A table of its own, and a client whose calls are metered. */
export const metered = async (...layout: Parameters<typeof scratchTable>) => {
  const client = new DynamoDBClient(localDynamo());
  const meter = createCapacityMeter(localDynamo());
  client.middlewareStack.use(meter.plugin);
  return { client, meter, table: await scratchTable(...layout) };
};

export type Metered = Awaited<ReturnType<typeof metered>>;

/** Puts an item of so many bytes. */
export const put = ({ client, table }: Metered, sk: string, bytes: number) =>
  client.send(new PutItemCommand({ TableName: table, Item: sizedItem(sk, bytes), ...TOTAL }));

export const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
