// No zod here: a function that needs only a scope must not bundle the query schemas.

/** The version prefix. Every route responds with and without it. */
export const VERSION_PREFIX = '/v1';

/** The time in which a deprecated route still answers. VERSIONS.md has the policy. */
export type Deprecation = {
  /** Since when it is deprecated, ISO 8601. It can be ahead. */
  readonly since: string;
  /** When it may stop to answer, ISO 8601: a year after `since` or later. */
  readonly until: string;
};

/**
 * The headers of every answer of a deprecated route, by which programs find out: `Deprecation` (RFC 9745) in
 * seconds since 1970, and `Sunset` (RFC 8594) as an HTTP date.
 */
export const announceDeprecation = ({ since, until }: Deprecation) =>
  ({
    deprecation: `@${Math.floor(Date.parse(since) / 1_000)}`,
    sunset: new Date(until).toUTCString(),
  }) as const;

/** The scope of administrators. The gateway requires it for admin routes, and the functions check it again. */
export const ADMIN_SCOPE = 'willcall/admin';

/**
 * The scope of buyers, if the issuer grants it. On AWS, the gateway requires it for buyer routes because
 * ID tokens have no scope: with the `aud` check alone, the gateway would accept them.
 */
export const BUY_SCOPE = 'willcall/buy';

/** The header by which a proxy in front of the API authenticates itself. API Gateway passes headers in lower case. */
export const ORIGIN_HEADER = 'x-willcall-origin';
