// No zod here: a function that needs only a scope must not bundle the query schemas.

/** The version prefix. Every route responds with and without it. */
export const VERSION_PREFIX = '/v1';

/** The scope of administrators. The gateway requires it for admin routes, and the functions check it again. */
export const ADMIN_SCOPE = 'willcall/admin';

/**
 * The scope of buyers, if the issuer grants it. On AWS, the gateway requires it for buyer routes because
 * ID tokens have no scope: with the `aud` check alone, the gateway would accept them.
 */
export const BUY_SCOPE = 'willcall/buy';

/** The header by which a proxy in front of the API authenticates itself. API Gateway passes headers in lower case. */
export const ORIGIN_HEADER = 'x-willcall-origin';
