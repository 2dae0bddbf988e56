import { ORIGIN_HEADER } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { Aws } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  Distribution,
  HttpVersion,
  type IOrigin,
  OriginProtocolPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';
import { acknowledgeDistribution } from './acknowledge-distribution.ts';
import { makeApiCachePolicy } from './make-api-cache-policy.ts';
import { makeForwardedRequest } from './make-forwarded-request.ts';
import { makeSecurityHeaders } from './make-security-headers.ts';
import { uncachedErrors } from './uncached-errors.ts';

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
      originRequestPolicy: makeForwardedRequest(scope, name),
      responseHeadersPolicy: makeSecurityHeaders(scope, 'ApiHeaders', name),
      compress: true,
    },
    errorResponses: uncachedErrors(),
    ...(webAclArn === undefined ? {} : { webAclId: webAclArn }),
    ...ownName(scope, configuration.domain),
  });
  acknowledgeDistribution(distribution, {
    firewall: webAclArn !== undefined,
    ownName: configuration.domain !== undefined,
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

const ownName = (scope: Construct, domain: StageConfiguration['domain']) =>
  domain === undefined
    ? {}
    : {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      };
