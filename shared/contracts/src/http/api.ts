// Without zod: a function that needs a scope alone must not carry the schemas of the queries.

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
