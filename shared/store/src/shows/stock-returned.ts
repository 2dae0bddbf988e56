import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

export type StockReturned = {
  readonly showId: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
  /** What else becomes different of the show by the same transaction, and what it no longer has. */
  readonly sets?: Readonly<Record<string, unknown>>;
  readonly removes?: readonly string[];
  /** Numbers of the show that grow by so much, whatever they are. */
  readonly adds?: Readonly<Record<string, number>>;
  /** What must be true of the show besides that it exists, by placeholders of `names` and `values`. */
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
};

/**
 * The part of every transaction that brings tickets back on sale: the show's `returns` counts it, and
 * the sold-out latch is cleared, whether it is set or about to be.
 *
 *     look at all stock: 0, returns 7 ── a ticket comes back: returns 8 ── latch if returns = 7 ✗
 */
export const stockReturned = (
  store: Store<'shows'>,
  {
    showId,
    at,
    correlationId,
    sets = {},
    removes = [],
    adds = {},
    condition,
    ...by
  }: StockReturned,
): TransactionAction => {
  const others = Object.keys(sets);
  const grown = Object.keys(adds);
  return {
    Update: {
      TableName: store.tables.shows,
      Key: { showId },
      UpdateExpression: [
        'SET updatedAt = :returnedAt, correlationId = :returnedBy,',
        '#returns = if_not_exists(#returns, :none) + :one',
        ...others.map((name) => `, #set_${name} = :set_${name}`),
        ...grown.map((name) => `, #add_${name} = #add_${name} + :add_${name}`),
        `REMOVE ${['soldOutAt', ...removes].join(', ')}`,
      ].join(' '),
      ConditionExpression: ['attribute_exists(showId)', 'attribute_not_exists(removedAt)']
        .concat(condition ?? [])
        .join(' AND '),
      // `returns` is a reserved word of DynamoDB, and so are `capacity` and others.
      ExpressionAttributeNames: {
        '#returns': 'returns',
        ...Object.fromEntries(others.map((name) => [`#set_${name}`, name])),
        ...Object.fromEntries(grown.map((name) => [`#add_${name}`, name])),
        ...by.names,
      },
      ExpressionAttributeValues: {
        ':returnedAt': at,
        ':returnedBy': correlationId,
        ':none': 0,
        ':one': 1,
        ...Object.fromEntries(others.map((name) => [`:set_${name}`, sets[name]])),
        ...Object.fromEntries(grown.map((name) => [`:add_${name}`, adds[name]])),
        ...by.values,
      },
    },
  };
};
