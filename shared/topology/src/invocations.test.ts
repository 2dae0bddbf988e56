import { expect, it } from 'vitest';
import * as z from 'zod';
import { streamSources } from './invocations.ts';

/**
 * The filter rules that Lambda documents. EventBridge buses support more, such as `anything-but` with a
 * prefix. Lambda refuses a mapping with such a rule.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
const Rule = z.union([
  z.string(),
  z.null(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.array(z.string()) }),
  z.strictObject({ numeric: z.array(z.union([z.string(), z.number()])) }),
]);
type Filter = { [field: string]: Filter | z.infer<typeof Rule>[] };
const Filter: z.ZodType<Filter> = z.record(
  z.string(),
  z.union([z.array(Rule), z.lazy(() => Filter)]),
);

/** The default quota. Source: the page above. */
const MOST_FILTERS = 5;

it.each(streamSources)(
  'the filters of $table use only rules that Lambda supports',
  ({ filters }) => {
    for (const filter of filters) expect(Filter.safeParse(filter).error).toBeUndefined();
    expect(filters.length).toBeLessThanOrEqual(MOST_FILTERS);
  },
);

it('a rule that only a bus supports is detected', () => {
  const filter = { dynamodb: { Keys: { showId: { S: [{ 'anything-but': { prefix: '#' } }] } } } };
  expect(Filter.safeParse(filter).success).toBe(false);
});
