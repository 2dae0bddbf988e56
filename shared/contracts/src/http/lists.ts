import * as z from 'zod';

const cursor = (longest: number) => z.string().max(longest).optional();

/** The query of a list: `limit` 1 to 100 (50 when left out), and the `nextCursor` of the page before. */
export const ListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, { error: 'must be a whole number from 1 to 100' })
    .transform(Number)
    .default(50),
  cursor: cursor(512),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** Of the list of titles: a cursor holds a name, of up to 200 bytes, each of which JSON may escape. */
export const TitleQuery = ListQuery.extend({ cursor: cursor(1_024) });
export type TitleQuery = z.infer<typeof TitleQuery>;

/** Of a seat map: the server decides how long a page is. */
export const SeatMapQuery = z.strictObject({ cursor: cursor(512) });
export type SeatMapQuery = z.infer<typeof SeatMapQuery>;
