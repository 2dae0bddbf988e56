import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { CALENDAR_KEY, startMonth } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readRecord } from '../read-items.ts';
import type { TransactionAction } from '../transact.ts';
import { ShowRecord } from './show-record.ts';

/** A show after its update, or what kept it from being made: the condition, or that there is no show. */
export type UpdatedShow = ShowRecord | 'refused' | 'no-such-show';

/** Part of every change of a show: it is there, and is not being removed. */
const isThere = 'attribute_exists(showId) AND attribute_not_exists(removedAt)';

/**
 * Updates a show that exists, under a condition: 1 write unit and 1 for each index of the table, or
 * 1 in all when the condition refuses.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the update may then be made.
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
  if (write.kind === 'written') return readRecord(ShowRecord, write.reply.Attributes, 'the show');
  const { item } = write;
  return item !== undefined && item.removedAt === undefined ? 'refused' : 'no-such-show';
}

/** A part of a condition, and its placeholders. */
export type Condition = {
  /** None when nothing was asked. */
  readonly condition?: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

/** What becomes different of a show. */
type ShowUpdate = {
  readonly sets?: Readonly<Record<string, unknown>>;
  /** What the show no longer has. */
  readonly removes?: readonly string[];
  /** Numbers of the show that change by so much, whatever they are. */
  readonly adds?: Readonly<Record<string, number>>;
  /** What must be true of the show besides that it exists. */
  readonly where?: Condition;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** The part of a transaction that changes a show that exists. */
export function changeShowItem(
  store: Store<'shows'>,
  showId: string,
  { sets, removes = [], adds = {}, where, at, correlationId }: ShowUpdate,
): TransactionAction {
  const set = Object.entries({ ...sets, updatedAt: at, correlationId });
  const add = Object.entries(adds);
  const remove = removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`;
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
      // By placeholders: `returns`, `capacity` and others are reserved words of DynamoDB.
      ExpressionAttributeNames: {
        ...Object.fromEntries(set.map(([name]) => [`#set_${name}`, name])),
        ...Object.fromEntries(add.map(([name]) => [`#add_${name}`, name])),
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
 * The part of every transaction that brings tickets back on sale: the show's `returns` counts it, and
 * the sold-out latch is cleared, whether it is set or about to be.
 *
 *     look at all stock: 0, returns 7 ── a ticket comes back: returns 8 ── latch if returns = 7 ✗
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

/** The condition that attributes are what was seen of them; `undefined` is what was missing. */
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

/** Enters the month of a start into the calendar, so that lists find it. A month is never taken out. */
export const addMonth = (store: Store<'shows'>, startsAt: string): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: CALENDAR_KEY,
    UpdateExpression: 'ADD months :month',
    ExpressionAttributeValues: { ':month': new Set([startMonth(startsAt)]) },
  },
});
