import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The tables that a function may be given; it names only those that it uses. */
export type TableNames = {
  readonly shows: string;
  readonly stock: string;
  readonly purchases: string;
  readonly seats: string;
  readonly reminders: string;
  readonly pulse: string;
};

/** The tables of a sale. */
type SaleTable = 'shows' | 'stock' | 'seats' | 'purchases';

/** DynamoDB with the tables named in `T`. */
export type Store<T extends keyof TableNames = SaleTable> = {
  readonly documents: DynamoDBDocumentClient;
  readonly tables: Pick<TableNames, T>;
};

/** How a store reaches DynamoDB. `plugins` are SDK middleware: meters and faults in tests. */
export type StoreConnection = {
  readonly client: DynamoDBClientConfig;
  readonly plugins?: readonly Parameters<DynamoDBClient['middlewareStack']['use']>[0][];
};

/** Opens a store. Nothing is sent until the first call. */
export function openStore<T extends keyof TableNames>(
  tables: Pick<TableNames, T>,
  { client, plugins = [] }: StoreConnection,
): Store<T> {
  const dynamodb = new DynamoDBClient(client);
  for (const plugin of plugins) dynamodb.middlewareStack.use(plugin);
  const documents = DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { documents, tables };
}
