import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { PurchaseRecord } from '@willcall/store';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { makeStreamRecord, type StoredItem } from '../announce/stream-record.ts';
import { localDynamo } from '../capacity/scratch-table.ts';
import { runAtEnd } from '../http/at-end.ts';

/** Names a purchase. */
export type PurchaseName = Pick<PurchaseRecord, 'userId' | 'recordKey' | 'purchaseId'>;

/** The stream of a table, of the purchases that a test follows. */
export type FollowedChanges = {
  /** Follows a purchase from its beginning. */
  follow(purchase: PurchaseName): void;
  /** Forgets all purchases. */
  forget(): void;
  /** Reads the purchases, and adds a record for each that has changed since the last time. */
  observe(): Promise<void>;
  /** The records that wait to be delivered, oldest first. */
  waiting(): readonly DynamoDBRecord[];
  /** Takes delivered records off, up to the lowest one that the function reports. */
  takeOff(delivered: readonly DynamoDBRecord[], answer: DynamoDBBatchResponse): void;
};

type Followed = { readonly key: StoredItem; seen: StoredItem | undefined };

export const followChanges = (TableName: string): FollowedChanges => {
  const client = new DynamoDBClient(localDynamo());
  runAtEnd(() => client.destroy());
  const followed = new Map<string, Followed>();
  let waiting: readonly DynamoDBRecord[] = [];
  return {
    follow: ({ userId, recordKey }) => {
      const key = { userId: { S: userId }, recordKey: { S: recordKey } };
      followed.set(`${userId} ${recordKey}`, { key, seen: undefined });
    },
    forget: () => followed.clear(),
    observe: async () => {
      const read = async (one: Followed): Promise<DynamoDBRecord[]> => {
        const request = new GetItemCommand({ TableName, Key: one.key, ConsistentRead: true });
        const { Item } = await client.send(request);
        const before = one.seen;
        one.seen = Item;
        return isSame(before, Item) ? [] : [makeStreamRecord(one.key, before, Item)];
      };
      const changed = await Promise.all([...followed.values()].map(read));
      waiting = [...waiting, ...changed.flat()];
    },
    waiting: () => waiting,
    takeOff: (delivered, { batchItemFailures: [failure] }) => {
      const nth = delivered.findIndex(
        ({ dynamodb }) => dynamodb?.SequenceNumber === failure?.itemIdentifier,
      );
      const done = new Set(failure === undefined ? delivered : delivered.slice(0, nth));
      waiting = waiting.filter((record) => !done.has(record));
    },
  };
};

const isSame = (a: StoredItem | undefined, b: StoredItem | undefined): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** DynamoDB returns the attributes of an item in any order. */
const sorted = (item: StoredItem | undefined) =>
  Object.entries(item ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
