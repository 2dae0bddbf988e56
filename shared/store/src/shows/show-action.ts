import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';
import { stillIs } from './still-is.ts';

export type ShowAction = {
  /** What the show is to have, and what no longer. */
  readonly sets: Readonly<Record<string, unknown>>;
  readonly removes?: readonly string[];
  /** What must still be as it was seen; `undefined` is what the show had not. */
  readonly seen?: Readonly<Record<string, unknown>>;
};

/** A change of a show that exists, as one action of a transaction. */
export const showAction = (
  store: Store<'shows'>,
  showId: string,
  { sets, removes = [], seen = {} }: ShowAction,
): TransactionAction => {
  const set = Object.keys(sets).map((name) => `#set_${name} = :set_${name}`);
  const remove = removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`;
  const { condition, names, values } = stillIs(seen);
  return {
    Update: {
      TableName: store.tables.shows,
      Key: { showId },
      UpdateExpression: `SET ${set.join(', ')}${remove}`,
      ConditionExpression: ['attribute_exists(showId)', 'attribute_not_exists(removedAt)']
        .concat(condition ?? [])
        .join(' AND '),
      ExpressionAttributeNames: {
        ...Object.fromEntries(Object.keys(sets).map((name) => [`#set_${name}`, name])),
        ...names,
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(sets).map(([name, to]) => [`:set_${name}`, to])),
        ...values,
      },
    },
  };
};
