import type { Account } from '../account.ts';
import { refuse, refuseMissing } from '../http/stripe-failure.ts';
import type { ListQuery, ObjectType, StoredObjects } from '../store/objects.ts';

type Page = {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
};

type ListPage<T> = {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
};

const DEFAULT_LIMIT = 10;

/**
 * Lists a page of objects, the newest first. Source: https://docs.stripe.com/api/pagination
 * @throws StripeFailure if the page begins at an object that does not exist
 */
export const listObjects = <Type extends ObjectType>(
  { store: { objects } }: Account,
  type: Type,
  { limit = DEFAULT_LIMIT, starting_after, ending_before }: Page,
  filter: Omit<ListQuery, 'limit' | 'before' | 'after'> & { readonly url: string },
): ListPage<StoredObjects[Type]> => {
  if (starting_after !== undefined && ending_before !== undefined) {
    throw refuse('You cannot use both starting_after and ending_before.');
  }
  const findEnd = (name: string, id: string | undefined): number | undefined => {
    if (id === undefined) return undefined;
    const number = objects.findNumber(type, id);
    if (number === undefined) throw refuseMissing(type, id, name);
    return number;
  };
  const before = findEnd('starting_after', starting_after);
  const after = findEnd('ending_before', ending_before);
  const { url, ...query } = filter;
  // One more than the page shows whether there is another one.
  const found = objects.list(type, { ...query, limit: limit + 1, before, after });
  const hasMore = found.length > limit;
  const page = after === undefined ? found.slice(0, limit) : found.slice(-limit);
  return { object: 'list', data: page, has_more: hasMore, url };
};
