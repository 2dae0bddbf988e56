import * as z from 'zod';

const cursor = (longest: number) =>
  z.string().max(longest).optional().describe('The `nextCursor` of the previous page.');

/** The query of a list: `limit` (1 to 100, default 50) and the `nextCursor` of the previous page. */
export const ListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, { error: 'must be a whole number from 1 to 100' })
    .transform(Number)
    .default(50)
    .describe('The largest number of items in a page.'),
  cursor: cursor(512),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** The query of the list of shows. `past=true` lists the shows that have begun, instead of the upcoming ones. */
export const ShowQuery = ListQuery.extend({
  past: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .optional(),
});
export type ShowQuery = z.infer<typeof ShowQuery>;

/** The query of the list of titles. Its cursor contains a name of up to 200 bytes, and JSON may escape each byte. */
export const TitleQuery = ListQuery.extend({ cursor: cursor(1_024) });
export type TitleQuery = z.infer<typeof TitleQuery>;

/** The query of a seat map. The server chooses the page size. */
export const SeatMapQuery = z.strictObject({ cursor: cursor(512) });
export type SeatMapQuery = z.infer<typeof SeatMapQuery>;
