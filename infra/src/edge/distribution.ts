import { Duration, Validations } from 'aws-cdk-lib';
import {
  type Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** The minimum for browsers' preload lists. Source: https://hstspreload.org */
const HSTS_MAX_AGE = Duration.days(365);

/** Responses are data. A browser that shows one as a page must load, frame and run nothing. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

type SecurityHeaders = {
  /** The Content-Security-Policy. Default: the one of data. */
  readonly policy?: string;
  readonly more?: readonly ResponseCustomHeader[];
};

/** Makes the security headers of every response. They override the origin's. */
export const makeSecurityHeaders = (
  scope: Construct,
  id: string,
  name: string,
  { policy = DATA_POLICY, more = [] }: SecurityHeaders = {},
): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: name,
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: policy,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: HSTS_MAX_AGE,
        includeSubdomains: true,
        override: true,
      },
    },
    ...(more.length === 0 ? {} : { customHeadersBehavior: { customHeaders: [...more] } }),
  });

/** Acknowledges cdk-nag's findings on a distribution, with reasons. */
export function acknowledgeDistribution(
  distribution: Distribution,
  { hasFirewall, hasDomain }: { readonly hasFirewall: boolean; readonly hasDomain: boolean },
): void {
  const validations = Validations.of(distribution);
  validations.acknowledge({
    id: 'AwsSolutions-CFR1',
    reason: 'Tickets are sold to buyers of every country',
  });
  validations.acknowledge({
    id: 'AwsSolutions-CFR3',
    reason:
      'Its logs always hold addresses and queries; the HTTP API logs each request without personal data',
  });
  if (!hasFirewall) {
    validations.acknowledge({
      id: 'AwsSolutions-CFR2',
      reason: 'A web ACL has a monthly price: only where the configuration has a firewall',
    });
  }
  if (!hasDomain) {
    validations.acknowledge({
      id: 'AwsSolutions-CFR4',
      reason:
        'CloudFront sets the protocols of its own names; TLS 1.2 is the least where the configuration has a domain',
    });
  }
}
