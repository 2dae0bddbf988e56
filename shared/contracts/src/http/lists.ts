import * as z from 'zod';
import { objectOf } from '../fields.ts';

const LIMIT = 'must be a whole number from 1 to 100';
const CURSOR = 'must be the nextCursor of the previous page';

const cursor = (longest: number) =>
  z
    .string({ error: CURSOR })
    .max(longest, { error: CURSOR })
    .optional()
    .describe('The `nextCursor` of the previous page.');

/** The field of a page that leads to the next one. */
export const nextCursor = z
  .string()
  .exactOptional()
  .describe('The `cursor` of the next page. Absent on the last page.');

/** The query of a list: `limit` (1 to 100, default 50) and the `nextCursor` of the previous page. */
export const ListQuery = objectOf(
  {
    limit: z
      .string({ error: LIMIT })
      .regex(/^([1-9]\d?|100)$/, { error: LIMIT })
      .transform(Number)
      .default(50)
      .describe('The largest number of items in a page.'),
    cursor: cursor(512),
  },
  'a query',
);
export type ListQuery = z.infer<typeof ListQuery>;

/** The query of the list of shows. `past=true` lists the shows that have begun, instead of the upcoming ones. */
export const ShowQuery = ListQuery.extend({
  past: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .optional()
    .describe('Whether to list the shows that have begun, the latest first.'),
});
export type ShowQuery = z.infer<typeof ShowQuery>;

/** The query of the list of titles. Its cursor contains a name of up to 200 bytes, and JSON may escape each byte. */
export const TitleQuery = ListQuery.extend({ cursor: cursor(1_024) });
export type TitleQuery = z.infer<typeof TitleQuery>;

/** The query of a seat map. The server chooses the page size. */
export const SeatMapQuery = objectOf({ cursor: cursor(512) }, 'a query');
export type SeatMapQuery = z.infer<typeof SeatMapQuery>;
