import { ORIGIN_HEADER } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { Aws, Duration } from 'aws-cdk-lib';
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
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { acknowledgeDistribution, makeSecurityHeaders } from './distribution.ts';

export type ApiDistributionProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'domain'>;
  readonly api: HttpApi;
  readonly originSecret: Secret;
  /** ARN of a web ACL of the scope CLOUDFRONT. */
  readonly webAclArn?: string | undefined;
};

/** CloudFront before the API: TLS, the firewall, security headers, and the caching that answers allow. */
export function makeApiDistribution(scope: Construct, props: ApiDistributionProps): Distribution {
  const { stage, configuration, webAclArn } = props;
  const name = `willcall-${stage}-api`;
  const distribution = new Distribution(scope, 'ApiDistribution', {
    comment: name,
    httpVersion: HttpVersion.HTTP2_AND_3,
    defaultBehavior: {
      origin: apiOrigin(props),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // A redirect would come too late: the token has been sent in the clear.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: makeApiCachePolicy(scope, name),
      originRequestPolicy: makeApiRequestPolicy(scope, name),
      responseHeadersPolicy: makeSecurityHeaders(scope, 'ApiHeaders', name),
      compress: true,
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
    // CloudFront puts its own in the place of a caller's header of this name.
    customHeaders: { [ORIGIN_HEADER]: originSecret.secretValue.unsafeUnwrap() },
  });

const makeDomainProps = (scope: Construct, domain: StageConfiguration['domain']) =>
  domain === undefined
    ? {}
    : {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      };

/** The longest that an answer may be kept, whatever it says of itself: a sale moves on. */
const MAX_TTL = Duration.minutes(1);

/**
 * Keeps what an answer's own `Cache-Control` allows, such as the seat map's one second, and nothing else:
 * every other answer says `no-store`, and one that says nothing is not kept either. The token is
 * part of the key, so that even a mistake shows nobody another's answer; the origin, because the
 * answer names it to the browser.
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
 * What reaches the API of a request: all but cookies, which nothing reads, and `Host`, by which API
 * Gateway would look for another API.
 */
const makeApiRequestPolicy = (scope: Construct, name: string): OriginRequestPolicy =>
  new OriginRequestPolicy(scope, 'ApiRequest', {
    originRequestPolicyName: name,
    headerBehavior: OriginRequestHeaderBehavior.denyList('Host'),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.none(),
  });

/**
 * Errors, which are answered as they are and never kept: CloudFront would keep them, for ten seconds unless it is told otherwise and even where the
 * answer says `no-store`: a purchase that was not found yet, or a sale that was short of breath.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const NEVER_CACHED = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] as const;
