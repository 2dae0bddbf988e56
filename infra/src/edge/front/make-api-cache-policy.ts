import { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** The longest that an answer may be kept, whatever it says of itself: a sale moves on. */
const LONGEST = Duration.minutes(1);

/**
 * Keeps what an answer's own `Cache-Control` allows, such as the seat map's one second, and nothing else:
 * every other answer says `no-store`, and one that says nothing is not kept either. The token is
 * part of the key, so that even a mistake shows nobody another's answer; the origin, because the
 * answer names it to the browser.
 */
export const makeApiCachePolicy = (scope: Construct, name: string): CachePolicy =>
  new CachePolicy(scope, 'ApiCache', {
    cachePolicyName: name,
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: LONGEST,
    headerBehavior: CacheHeaderBehavior.allowList('Authorization', 'Origin'),
    queryStringBehavior: CacheQueryStringBehavior.all(),
    cookieBehavior: CacheCookieBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
