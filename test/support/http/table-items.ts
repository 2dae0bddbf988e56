import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { PurchaseRecord, type Store } from '@willcall/store';

/** Every item of a table, read consistently. */
export const listTableItems = async (
  { documents, tables }: Store,
  table: keyof Store['tables'],
): Promise<Record<string, unknown>[]> => {
  const pages = paginateScan(
    { client: documents },
    { TableName: tables[table], ConsistentRead: true },
  );
  const items: Record<string, unknown>[] = [];
  for await (const page of pages) items.push(...(page.Items ?? []));
  return items;
};

/** The records of all decided purchases. */
export const listPurchaseRecords = async (store: Store): Promise<PurchaseRecord[]> =>
  (await listTableItems(store, 'purchases')).map((item) => PurchaseRecord.parse(item));
