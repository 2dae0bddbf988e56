import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';

/** Tells cdk-nag, which names a finding by its resource, why a role may look at any alarm. */
export function acknowledgeAnyAlarm(role: Role): void {
  const { partition, region, account } = Stack.of(role);
  const place = [
    known(partition, 'AWS::Partition'),
    'cloudwatch',
    known(region, 'AWS::Region'),
    known(account, 'AWS::AccountId'),
  ].join(':');
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:${place}:alarm:*]`,
    reason: 'DescribeAlarms looks at a list of alarms: it cannot be granted for some of them',
  });
}

/** As cdk-nag writes what only the deployment knows. */
const known = (value: string, reference: string): string =>
  Token.isUnresolved(value) ? `<${reference}>` : value;
