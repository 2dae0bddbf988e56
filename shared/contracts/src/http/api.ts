import * as z from 'zod';

/** The version is a mount point: every route answers below it and without it. */
export const VERSION_PREFIX = '/v1';

/** The scope of those who run shows. The gateway asks it of the admin routes, and the functions again. */
export const ADMIN_SCOPE = 'willcall/admin';

/**
 * The scope of those who buy, where the issuer grants it. In AWS the gateway asks it of the buyers'
 * routes, since ID tokens carry none: their `aud` alone would let them through.
 */
export const BUY_SCOPE = 'willcall/buy';

/**
 * The header by which whatever stands before the API proves itself. In lower case, as API Gateway
 * hands headers on.
 */
export const ORIGIN_HEADER = 'x-willcall-origin';

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
