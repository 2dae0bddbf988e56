import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { makeStreamRecord, type StoredItem } from './stream-record.ts';

/** The tables with a stream, by environment variable, and their key attributes. */
const KEYS = {
  SHOWS_TABLE: ['showId'],
  PURCHASES_TABLE: ['userId', 'recordKey'],
  REMINDERS_TABLE: ['dueKey', 'purchaseRef'],
} as const;

export type StreamedTable = keyof typeof KEYS;

/** Stream records by table. */
export type TableRecords = Readonly<Record<StreamedTable, readonly DynamoDBRecord[]>>;

/**
 * Returns the stream records of some work: one for each changed item. An item that was changed
 * twice has one record with its final state.
 */
export async function recordTableChanges(
  client: DynamoDBClient,
  tableOf: (variable: StreamedTable) => string,
  work: () => Promise<unknown>,
): Promise<TableRecords> {
  const readItems = async (variable: StreamedTable) =>
    new Map(
      (await itemsOf(client, tableOf(variable))).map((item) => {
        const key = Object.fromEntries(
          KEYS[variable].map((name) => [name, item[name] ?? { S: '' }]),
        );
        return [JSON.stringify(key), { key, item }];
      }),
    );
  const before = await eachTable(readItems);
  await work();
  const after = await eachTable(readItems);
  return eachTable((variable) => {
    const were = before[variable];
    const are = after[variable];
    return [...new Map([...were, ...are])].flatMap(([name, { key }]) => {
      const was = were.get(name)?.item;
      const is = are.get(name)?.item;
      return isSame(was, is) ? [] : [makeStreamRecord(key, was, is)];
    });
  });
}

async function eachTable<T>(
  of: (variable: StreamedTable) => T | Promise<T>,
): Promise<Record<StreamedTable, T>> {
  return {
    SHOWS_TABLE: await of('SHOWS_TABLE'),
    PURCHASES_TABLE: await of('PURCHASES_TABLE'),
    REMINDERS_TABLE: await of('REMINDERS_TABLE'),
  };
}

async function itemsOf(client: DynamoDBClient, TableName: string): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  const pages = paginateScan({ client }, { TableName, ConsistentRead: true });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

const isSame = (a: StoredItem | undefined, b: StoredItem | undefined): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** DynamoDB returns the attributes of an item in any order. */
const sorted = (item: StoredItem | undefined) =>
  Object.entries(item ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
