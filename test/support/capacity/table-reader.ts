import {
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { IndexLayout } from './index-write-units.ts';
import type { Item } from './item-size.ts';

export type TableLayout = {
  readonly keyNames: readonly string[];
  readonly indexes: readonly IndexLayout[];
};

/** Reads tables with its own client, so the reads of the meter are not metered. */
export type TableReader = {
  readonly client: DynamoDBClient;
  /** The keys and indexes of a table, described once. */
  layout(table: string): Promise<TableLayout>;
  /** The whole item, read consistently, or undefined. */
  item(table: string, key: Item): Promise<Item | undefined>;
};

export const createTableReader = (config: DynamoDBClientConfig): TableReader => {
  const client = new DynamoDBClient(config);
  const layouts = new Map<string, TableLayout>();
  const describe = async (TableName: string): Promise<TableLayout> => {
    const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
    const layout = layoutOf(Table);
    layouts.set(TableName, layout);
    return layout;
  };
  return {
    client,
    layout: async (table) => layouts.get(table) ?? describe(table),
    item: async (TableName, Key) =>
      (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item,
  };
};

const layoutOf = (table: TableDescription): TableLayout => {
  if (table.LocalSecondaryIndexes !== undefined) {
    throw new Error(`${table.TableName}: the meter has no rule for local secondary indexes`);
  }
  const keyNames = namesOf(table.KeySchema);
  const indexes = (table.GlobalSecondaryIndexes ?? []).map((index) => indexLayout(index, keyNames));
  return { keyNames, indexes };
};

const indexLayout = (
  index: GlobalSecondaryIndexDescription,
  tableKey: readonly string[],
): IndexLayout => {
  const keyNames = namesOf(index.KeySchema);
  if (index.Projection?.ProjectionType === 'ALL') return { keyNames, projected: 'all' };
  const included = index.Projection?.NonKeyAttributes ?? [];
  return { keyNames, projected: [...tableKey, ...keyNames, ...included] };
};

const namesOf = (schema: readonly KeySchemaElement[] = []): readonly string[] =>
  schema.flatMap(({ AttributeName }) => AttributeName ?? []);
