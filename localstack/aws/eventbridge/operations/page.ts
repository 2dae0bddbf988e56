import * as z from 'zod';

/** How every list is asked for. */
export const PageInput = {
  Limit: z.int().min(1).max(100).default(100),
  NextToken: z.string().min(1).max(2_048).optional(),
};

export type Page<Item> = { readonly items: readonly Item[]; readonly NextToken?: string };

/** The part of a list, sorted by its keys, that follows the last key of the page before. */
export const page = <Item>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit, NextToken }: { readonly Limit: number; readonly NextToken?: string | undefined },
): Page<Item> => {
  const after = NextToken && Buffer.from(NextToken, 'base64url').toString();
  const rest = after ? sorted.filter((item) => keyOf(item) > after) : sorted;
  const items = rest.slice(0, Limit);
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items };
  return { items, NextToken: Buffer.from(keyOf(last)).toString('base64url') };
};
