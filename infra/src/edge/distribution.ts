import { Duration, Validations } from 'aws-cdk-lib';
import {
  type Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** As long as browsers' own lists ask for. Source: https://hstspreload.org */
const HSTS_MAX_AGE = Duration.days(365);

/** An answer is data: a browser that shows it as a page loads nothing, frames nothing and runs nothing. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** The security headers of every answer, in the place of what the origin may have said. */
export const makeSecurityHeaders = (
  scope: Construct,
  id: string,
  name: string,
  more: readonly ResponseCustomHeader[] = [],
): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: name,
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: CONTENT_SECURITY_POLICY,
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

/** Says why a distribution does without what cdk-nag asks of every one. */
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
