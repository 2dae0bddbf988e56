import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';

type TableName = 'shows' | 'stock' | 'seats' | 'purchases' | 'reminders';
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
  set: (table, key, change) => documents.send(toUpdate(tables[table], key, change)),
});

function toUpdate(TableName: string, Key: Key, change: Item): UpdateCommand {
  const names = Object.keys(change);
  const sets = names.filter((name) => change[name] !== undefined);
  const removes = names.filter((name) => change[name] === undefined);
  return new UpdateCommand({
    TableName,
    Key: { ...Key },
    UpdateExpression: [
      ...(sets.length === 0 ? [] : [`SET ${sets.map((name) => `#${name} = :${name}`).join(', ')}`]),
      ...(removes.length === 0 ? [] : [`REMOVE ${removes.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ...(sets.length === 0
      ? {}
      : {
          ExpressionAttributeValues: Object.fromEntries(
            sets.map((name) => [`:${name}`, change[name]]),
          ),
        }),
  });
}
