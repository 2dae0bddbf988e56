import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { CALENDAR_KEY, startMonth } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readRecord } from '../read-items.ts';
import type { TransactionAction } from '../write-items.ts';
import { type ShowRecord, showKind } from './show-record.ts';

/**
 * The updated show, or why it was not updated: the condition failed, or the show does not exist.
 */
export type UpdatedShow = ShowRecord | 'refused' | 'no-such-show';

/** The condition of every change: the show exists and is not being removed. */
const isThere = 'attribute_exists(showId) AND attribute_not_exists(removedAt)';

/**
 * Updates an existing show under a condition: 1 write unit and 1 for each index of the table, or 1
 * in total if the condition fails.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the update may have been made.
 */
export async function updateShow(
  store: Store<'shows'>,
  what: string,
  showId: string,
  update: Pick<
    UpdateCommandInput,
    | 'UpdateExpression'
    | 'ConditionExpression'
    | 'ExpressionAttributeNames'
    | 'ExpressionAttributeValues'
  >,
): Promise<UpdatedShow> {
  const write = await sendConditional(
    what,
    store.documents.send(
      new UpdateCommand({
        ...update,
        TableName: store.tables.shows,
        Key: { showId },
        ConditionExpression: `${isThere} AND (${update.ConditionExpression})`,
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (write.kind === 'written') return readRecord(store, showKind, write.reply.Attributes ?? {});
  const { item } = write;
  return item !== undefined && item.removedAt === undefined ? 'refused' : 'no-such-show';
}

/** Part of a condition expression, with its placeholders. */
export type Condition = {
  /** Undefined if there is nothing to check. */
  readonly condition?: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

/** The changes to a show. */
type ShowUpdate = {
  readonly sets?: Readonly<Record<string, unknown>>;
  /** Attributes to remove. */
  readonly removes?: readonly string[];
  /** Amounts to add to numeric attributes. */
  readonly adds?: Readonly<Record<string, number>>;
  /** An additional condition, besides that the show exists. */
  readonly where?: Condition;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** Creates the transaction action that changes an existing show. */
export function changeShowItem(
  store: Store<'shows'>,
  showId: string,
  { sets, removes = [], adds = {}, where, at, correlationId }: ShowUpdate,
): TransactionAction {
  const set = Object.entries({ ...sets, updatedAt: at, correlationId });
  const add = Object.entries(adds);
  const remove =
    removes.length === 0 ? '' : ` REMOVE ${removes.map((name) => `#remove_${name}`).join(', ')}`;
  const assignments = [
    ...set.map(([name]) => `#set_${name} = :set_${name}`),
    // A counter that an older release did not write reads as 0.
    ...add.map(([name]) => `#add_${name} = if_not_exists(#add_${name}, :none) + :add_${name}`),
  ];
  return {
    Update: {
      TableName: store.tables.shows,
      Key: { showId },
      UpdateExpression: `SET ${assignments.join(', ')}${remove}`,
      ConditionExpression:
        where?.condition === undefined ? isThere : `${isThere} AND ${where.condition}`,
      // Placeholders, because `capacity`, `timeZone` and others are reserved words of DynamoDB.
      ExpressionAttributeNames: {
        ...Object.fromEntries(set.map(([name]) => [`#set_${name}`, name])),
        ...Object.fromEntries(add.map(([name]) => [`#add_${name}`, name])),
        ...Object.fromEntries(removes.map((name) => [`#remove_${name}`, name])),
        ...where?.names,
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(set.map(([name, to]) => [`:set_${name}`, to])),
        ...Object.fromEntries(add.map(([name, by]) => [`:add_${name}`, by])),
        ...(add.length === 0 ? {} : { ':none': 0 }),
        ...where?.values,
      },
    },
  };
}

/**
 * Creates the show action of every transaction that returns tickets to sale. It increments
 * `returns` and clears the sold-out latch, whether the latch is set or about to be set.
 *
 *     read all stock: 0, returns 7 ── a ticket comes back: returns 8 ── latch if returns = 7 ✗
 */
export const countReturn = (
  store: Store<'shows'>,
  showId: string,
  { removes = [], adds = {}, ...update }: ShowUpdate,
): TransactionAction =>
  changeShowItem(store, showId, {
    ...update,
    removes: ['soldOutAt', ...removes],
    adds: { ...adds, returns: 1 },
  });

/**
 * Creates the condition that attributes are unchanged since they were read. `undefined` means that
 * the attribute was missing.
 */
export function createUnchangedCondition(seen: Readonly<Record<string, unknown>>): Condition {
  const attributes = Object.entries(seen);
  const names = Object.fromEntries(attributes.map(([name]) => [`#was_${name}`, name]));
  const values = Object.fromEntries(
    attributes.flatMap(([name, value]) => (value === undefined ? [] : [[`:was_${name}`, value]])),
  );
  if (attributes.length === 0) return { names, values };
  return { condition: attributes.map(isAs).join(' AND '), names, values };
}

function isAs([name, value]: readonly [string, unknown]): string {
  const isMissing = `attribute_not_exists(#was_${name})`;
  if (value === undefined) return isMissing;
  const isSame = `#was_${name} = :was_${name}`;
  // A counter that an older release did not write reads as 0.
  return value === 0 ? `(${isMissing} OR ${isSame})` : isSame;
}

/**
 * Creates the action that adds the month of a start to the calendar, so that lists include it. A
 * month is never removed.
 */
export const addMonth = (store: Store<'shows'>, startsAt: string): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: CALENDAR_KEY,
    UpdateExpression: 'ADD months :month',
    ExpressionAttributeValues: { ':month': new Set([startMonth(startsAt)]) },
  },
});
