import * as z from 'zod';

/** The query of a list: `limit` 1 to 100 (50 when left out), and the `nextCursor` of the page before. */
export const ListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, { error: 'must be a whole number from 1 to 100' })
    .transform(Number)
    .default(50),
  cursor: z.string().max(512).optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;
