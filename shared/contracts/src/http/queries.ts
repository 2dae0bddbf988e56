import * as z from 'zod/mini';
import { described, objectOf } from '../fields.ts';
import { Instant } from '../time.ts';

const LIMIT = 'must be a whole number from 1 to 100';
const CURSOR = 'must be the nextCursor of the previous page';

const cursor = (longest: number) =>
  described(
    z.optional(z.string({ error: CURSOR }).check(z.maxLength(longest, { error: CURSOR }))),
    'The `nextCursor` of the previous page.',
  );

/** The query of a list: `limit` (1 to 100, default 50) and the `nextCursor` of the previous page. */
export const ListQuery = objectOf(
  {
    limit: described(
      z._default(
        z.pipe(
          z.string({ error: LIMIT }).check(z.regex(/^([1-9]\d?|100)$/, { error: LIMIT })),
          z.transform(Number),
        ),
        50,
      ),
      'The largest number of items in a page.',
    ),
    cursor: cursor(512),
  },
  'a query',
);
export type ListQuery = z.infer<typeof ListQuery>;

/** The query of the list of shows. `past=true` lists the shows that have begun, instead of the upcoming ones. */
export const ShowQuery = z.extend(ListQuery, {
  past: described(
    z.optional(
      z.pipe(
        z.enum(['true', 'false'], { error: 'must be true or false' }),
        z.transform((text) => text === 'true'),
      ),
    ),
    'Whether to list the shows that have begun, the latest first.',
  ),
});
export type ShowQuery = z.infer<typeof ShowQuery>;

/** The query of the list of titles. Its cursor contains a name of up to 200 bytes, and JSON may escape each byte. */
export const TitleQuery = z.extend(ListQuery, { cursor: cursor(1_024) });
export type TitleQuery = z.infer<typeof TitleQuery>;

/** The query of a list whose page size the server chooses: a seat map, or the tickets of a show. */
export const PageQuery = objectOf({ cursor: cursor(512) }, 'a query');
export type PageQuery = z.infer<typeof PageQuery>;

/** The query of `GET /v1/shows/{showId}/live`. */
export const LiveSaleQuery = objectOf(
  {
    since: described(
      z.optional(Instant),
      'The `next` of the previous answer, for the points from then on. Absent: the last hour.',
    ),
  },
  'a query',
);
export type LiveSaleQuery = z.infer<typeof LiveSaleQuery>;
