import { GetCommand, NumberValue, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from '@willcall/store';

type Documents = Pick<Store, 'documents'>;

/** A stored record: its table and its key. */
export type RecordAddress = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
};

/** Attributes to set, or to remove if undefined. */
export type Damage = Readonly<Record<string, unknown>>;

/** The longest number that DynamoDB stores: a JavaScript number cannot hold it. */
export const LONG_NUMBER = NumberValue.from('9'.repeat(38));

/**
 * Overwrites attributes of a stored record, as a faulty script or another release would.
 *
 * @returns a function that puts the record back.
 */
export async function damageRecord(
  { documents }: Documents,
  { table, key }: RecordAddress,
  damage: Damage,
): Promise<() => Promise<void>> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }),
  );
  if (Item === undefined) throw new Error('There is no such record');
  const put = async (item: Damage) => {
    await documents.send(new PutCommand({ TableName: table, Item: { ...item } }));
  };
  await put({ ...Item, ...damage });
  return () => put(Item);
}
