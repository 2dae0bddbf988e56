import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

export type StockReturned = {
  readonly showId: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
  /** What else becomes different of the show by the same transaction. */
  readonly sets?: Readonly<Record<string, unknown>>;
  /** What must be true of the show besides that it exists, by placeholders of `values`. */
  readonly condition?: string;
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
  { showId, at, correlationId, sets = {}, condition, values = {} }: StockReturned,
): TransactionAction => {
  const others = Object.keys(sets);
  return {
    Update: {
      TableName: store.tables.shows,
      Key: { showId },
      UpdateExpression: [
        'SET updatedAt = :returnedAt, correlationId = :returnedBy,',
        '#returns = if_not_exists(#returns, :none) + :one',
        ...others.map((name) => `, ${name} = :set_${name}`),
        'REMOVE soldOutAt',
      ].join(' '),
      ConditionExpression: ['attribute_exists(showId)', 'attribute_not_exists(removedAt)']
        .concat(condition ?? [])
        .join(' AND '),
      // A reserved word of DynamoDB.
      ExpressionAttributeNames: { '#returns': 'returns' },
      ExpressionAttributeValues: {
        ':returnedAt': at,
        ':returnedBy': correlationId,
        ':none': 0,
        ':one': 1,
        ...Object.fromEntries(others.map((name) => [`:set_${name}`, sets[name]])),
        ...values,
      },
    },
  };
};
