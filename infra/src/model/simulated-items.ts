import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import { type TableId, tables } from '@willcall/topology';
import type { ThrottledResource } from './throughput.ts';

/** The tables by their roles. In the simulation, each is named by its role. */
export const names = Object.fromEntries(Object.keys(tables).map((id) => [id, id])) as Record<
  TableId,
  TableId
>;

/** An action of a transaction. */
export type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
/** The key of an item, or a whole item. */
export type Key = Readonly<Record<string, unknown>>;

/** An item's key in its table: a purchase, a stock shard or the show. */
export const keyOf = ({ userId, recordKey, bucketKey, showId }: Key): string =>
  userId === undefined ? String(bucketKey ?? showId) : `${userId} ${recordKey}`;

/** The partition of an item. The purchases of many buyers are spread over the whole table. */
export const partitionOf = (table: string | undefined, key: Key): ThrottledResource => {
  const id = known(names[table as TableId], 'table');
  const attribute = key[tables[id].partitionKey.name];
  return id === 'purchases' ? { table: id } : { table: id, partition: String(attribute) };
};

export const partitionOfAction = ({ Update, Put }: Action): ThrottledResource =>
  Update === undefined
    ? partitionOf(Put?.TableName, { ...Put?.Item })
    : partitionOf(Update.TableName, { ...Update.Key });

const BYTES_PER_KILOBYTE = 1_024;

/** The size of what an action writes, rounded up. Only entries of the journal can be larger than one. */
export const kilobytesOf = ({ Put }: Action): number =>
  Put?.TableName === names.journal
    ? Math.ceil(JSON.stringify(Put.Item).length / BYTES_PER_KILOBYTE)
    : 1;

/** The tickets that an update takes from a stock shard. */
export const ticketsOf = ({ ExpressionAttributeValues }: NonNullable<Action['Update']>): number =>
  -Number(known(ExpressionAttributeValues?.[':available'], 'available tickets'));

/** How DynamoDB refuses a transaction: a code for each action. */
export const cancelled = (codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
