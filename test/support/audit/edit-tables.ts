import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import { setAttributes } from '../records/set-attributes.ts';

type TableName = 'shows' | 'stock' | 'journal' | 'seats' | 'purchases' | 'reminders';
type Key = Readonly<Record<string, string>>;
type Item = Readonly<Record<string, unknown>>;

/** Changes items by hand, past every rule. */
export type TableEditor = {
  read(table: TableName, key: Key): Promise<Item>;
  put(table: TableName, item: Item): Promise<unknown>;
  remove(table: TableName, key: Key): Promise<unknown>;
  /** Sets attributes, and removes those that are undefined. */
  set(table: TableName, key: Key, change: Item): Promise<unknown>;
};

export const editTables = (
  documents: DynamoDBDocumentClient,
  tables: Readonly<Record<TableName, string>>,
): TableEditor => ({
  read: async (table, key) => {
    const get = { TableName: tables[table], Key: { ...key }, ConsistentRead: true };
    return known((await documents.send(new GetCommand(get))).Item, 'item');
  },
  put: (table, Item) => documents.send(new PutCommand({ TableName: tables[table], Item })),
  remove: (table, key) =>
    documents.send(new DeleteCommand({ TableName: tables[table], Key: { ...key } })),
  set: (table, key, change) => documents.send(setAttributes(tables[table], key, change)),
});
