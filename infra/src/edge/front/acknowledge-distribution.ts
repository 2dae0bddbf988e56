import { Validations } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';

/** Says why a distribution does without what cdk-nag asks of every one. */
export function acknowledgeDistribution(
  distribution: Distribution,
  { firewall, ownName }: { readonly firewall: boolean; readonly ownName: boolean },
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
  if (!firewall) {
    validations.acknowledge({
      id: 'AwsSolutions-CFR2',
      reason: 'A web ACL has a monthly price: only where the configuration has a firewall',
    });
  }
  if (!ownName) {
    validations.acknowledge({
      id: 'AwsSolutions-CFR4',
      reason:
        'CloudFront sets the protocols of its own names; TLS 1.2 is the least where the configuration has a domain',
    });
  }
}
