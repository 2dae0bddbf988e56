import {
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/**
 * What reaches the API of a request: all but cookies, which nothing reads, and `Host`, by which API
 * Gateway would look for another API.
 */
export const makeForwardedRequest = (scope: Construct, name: string): OriginRequestPolicy =>
  new OriginRequestPolicy(scope, 'ApiRequest', {
    originRequestPolicyName: name,
    headerBehavior: OriginRequestHeaderBehavior.denyList('Host'),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.none(),
  });
