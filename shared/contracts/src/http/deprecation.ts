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
