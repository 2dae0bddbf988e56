import { ORIGIN_HEADER } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { Aws, Duration, type SecretValue } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  type IOrigin,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { acknowledgeDistribution, makeSecurityHeaders } from './distribution.ts';
import { makePageBehaviors, type ServedPage } from './page-behaviors.ts';
import { mountedPaths } from './routes.ts';

export type ApiDistributionProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'domain'>;
  readonly api: HttpApi;
  /** The value of the secret that the functions accept. */
  readonly originSecret: SecretValue;
  /** The ARN of a web ACL with the scope CLOUDFRONT. */
  readonly webAclArn?: string | undefined;
  /** The page that it serves at its own paths. Default: none. */
  readonly page?: ServedPage | undefined;
};

/**
 * Makes the distribution in front of the API, and of the page if the stage has one: TLS, the firewall, security
 * headers, and caching as responses allow it.
 */
export function makeApiDistribution(scope: Construct, props: ApiDistributionProps): Distribution {
  const { stage, configuration, webAclArn, page } = props;
  const name = `willcall-${stage}-api`;
  const behavior = {
    origin: apiOrigin(props),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    // A redirect is too late: the token has already been sent in clear text.
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    originRequestPolicy: makeApiRequestPolicy(scope, name),
    responseHeadersPolicy: makeSecurityHeaders(scope, 'ApiHeaders', name),
    compress: true,
  };
  const cachePolicy = makeApiCachePolicy(scope, name);
  const ofShow = { ...behavior, cachePolicy: makeShowCachePolicy(scope, name) };
  const distribution = new Distribution(scope, 'ApiDistribution', {
    comment: name,
    httpVersion: HttpVersion.HTTP2_AND_3,
    defaultBehavior: { ...behavior, cachePolicy },
    additionalBehaviors: {
      ...Object.fromEntries(showPaths.map((path) => [path, ofShow])),
      ...(page && makePageBehaviors(scope, { ...page, stage })),
    },
    errorResponses: NEVER_CACHED.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    ...(webAclArn === undefined ? {} : { webAclId: webAclArn }),
    ...makeDomainProps(scope, configuration.domain),
  });
  acknowledgeDistribution(distribution, {
    hasFirewall: webAclArn !== undefined,
    hasDomain: configuration.domain !== undefined,
  });
  return distribution;
}

const apiOrigin = ({ api, originSecret }: ApiDistributionProps): IOrigin =>
  new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    // CloudFront overwrites a caller's header of this name.
    customHeaders: { [ORIGIN_HEADER]: originSecret.unsafeUnwrap() },
  });

const makeDomainProps = (scope: Construct, domain: StageConfiguration['domain']) =>
  domain === undefined
    ? {}
    : {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      };

/** The maximum time that a response may be cached, whatever its `Cache-Control` says. Sales change fast. */
const MAX_TTL = Duration.minutes(1);

/**
 * Caches only what a response's `Cache-Control` allows, such as the seat map for one second. All other
 * responses say `no-store`, and a response without `Cache-Control` is not cached. The token is part of
 * the cache key: even a mistake cannot show one caller's response to another. The origin is part of it,
 * because CORS headers name it.
 */
const makeApiCachePolicy = (scope: Construct, name: string): CachePolicy =>
  new CachePolicy(scope, 'ApiCache', {
    cachePolicyName: name,
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: MAX_TTL,
    headerBehavior: CacheHeaderBehavior.allowList('Authorization', 'Origin'),
    queryStringBehavior: CacheQueryStringBehavior.all(),
    cookieBehavior: CacheCookieBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });

/**
 * The paths of `GET /shows/{showId}` and of its taken seats: `?` is one character, and an id has sixteen. The
 * other methods of these paths are never cached. Any other path goes to the default behavior; one of sixteen
 * characters that is no id has no show, and its 404 says `no-store`.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html
 */
const showPaths = ['', '/seats/taken'].flatMap((rest) =>
  mountedPaths({ path: `/shows/${'?'.repeat(16)}${rest}` }),
);

/**
 * One copy of a show, and of its taken seats, for everybody. The routes read neither the token nor the query,
 * so neither is part of the cache key: otherwise each of them would be another request to the function.
 */
const makeShowCachePolicy = (scope: Construct, name: string): CachePolicy =>
  new CachePolicy(scope, 'ShowCache', {
    cachePolicyName: `${name}-shows`,
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: MAX_TTL,
    headerBehavior: CacheHeaderBehavior.allowList('Origin'),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    cookieBehavior: CacheCookieBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });

/**
 * Forwards all of a request except cookies, which the API does not read, and `Host`, by which API
 * Gateway would look up another API.
 */
const makeApiRequestPolicy = (scope: Construct, name: string): OriginRequestPolicy =>
  new OriginRequestPolicy(scope, 'ApiRequest', {
    originRequestPolicyName: name,
    headerBehavior: OriginRequestHeaderBehavior.denyList('Host'),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.none(),
  });

/**
 * Error statuses that are never cached. By default CloudFront caches them for ten seconds, even if the
 * response says `no-store`: a purchase that was not found yet, or a 503 that is over in a second.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const NEVER_CACHED = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] as const;
