import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  type IRole,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledgeAnyAlarm } from './acknowledge-any-alarm.ts';

/**
 * The role of CodeDeploy for one alias: it may shift that alias, and see alarms. AWS's own policy for
 * this would allow it every function of the account.
 */
export function makeDeploymentRole(
  scope: Construct,
  id: string,
  { lambda, alias }: { readonly lambda: IFunction; readonly alias: Alias },
): IRole {
  const shift = new PolicyStatement({
    actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
    resources: [lambda.functionArn, alias.functionArn],
  });
  const anyAlarm = Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const look = new PolicyStatement({
    actions: ['cloudwatch:DescribeAlarms'],
    resources: [anyAlarm],
  });
  const role = new Role(scope, id, {
    description: `Shifts the alias of ${lambda.functionName} from version to version`,
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    inlinePolicies: { deploy: new PolicyDocument({ statements: [shift, look] }) },
  });
  acknowledgeAnyAlarm(role);
  // The deployment group would add AWS's own policy to a role that it may change.
  return role.withoutPolicyUpdates();
}
