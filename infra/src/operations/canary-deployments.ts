import type { StageName } from '@willcall/topology';
import { ArnFormat, Stack, Token, Validations } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import {
  type IRole,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmName } from './alarms/alarm.ts';

/** The functions whose new code takes over in steps, in this order, and what rolls each back. */
const canaries = {
  // What accept writes must be understood first.
  worker: ['worker-errors', 'messages-failed', 'queue-age', 'purchases-dead'],
  accept: ['accept-errors', 'accept-latency', 'api-errors'],
} as const;

type CanaryId = keyof typeof canaries;

type CanaryDeploymentsProps = {
  readonly stage: StageName;
  readonly functions: Readonly<
    Record<CanaryId, { readonly function: IFunction; readonly alias: Alias }>
  >;
  /** The alarms that exist, by the end of their names; of no others is the deployment stopped. */
  readonly alarms: readonly string[];
};

/**
 * Canary deployments by CodeDeploy: a tenth of the invocations for five minutes, then all. MUST stand
 * in the stack of the aliases, since CloudFormation keeps the way of a deployment with the alias.
 *
 * Alarms are named, not referred to: they stand in a later stack, which refers to this one. The first
 * deployment of a stage makes its aliases without CodeDeploy, before there are alarms.
 */
export class CanaryDeployments extends Construct {
  constructor(scope: Construct, id: string, { stage, functions, alarms }: CanaryDeploymentsProps) {
    super(scope, id);
    const application = new LambdaApplication(this, 'application', {
      applicationName: `willcall-${stage}`,
    });
    for (const name of Object.keys(canaries) as CanaryId[]) {
      const { alias, function: lambda } = functions[name];
      const watching = canaries[name].filter((alarm) => alarms.includes(alarm));
      new LambdaDeploymentGroup(this, name, {
        application,
        alias,
        deploymentGroupName: `willcall-${stage}-${name}`,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        role: makeDeploymentRole(this, `${name}-role`, { lambda, alias }),
        alarms: watching.map((alarm) =>
          Alarm.fromAlarmName(this, `${name}-${alarm}`, alarmName(stage, alarm)),
        ),
        autoRollback: {
          failedDeployment: true,
          stoppedDeployment: true,
          deploymentInAlarm: watching.length > 0,
        },
      });
    }
    functions.accept.alias.node.addDependency(functions.worker.alias);
  }
}

/**
 * The role of CodeDeploy for one alias: it may shift that alias, and see alarms. AWS's own policy for
 * this would allow it every function of the account.
 */
function makeDeploymentRole(
  scope: Construct,
  id: string,
  { lambda, alias }: { readonly lambda: IFunction; readonly alias: Alias },
): IRole {
  const shift = new PolicyStatement({
    actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
    // Not `alias.functionArn`: the alias's UpdatePolicy names the deployment group, which names this role,
    // and CloudFormation refuses that circle.
    resources: [lambda.functionArn, `${lambda.functionArn}:${alias.aliasName}`],
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

/** Tells cdk-nag, which names a finding by its resource, why a role may look at any alarm. */
function acknowledgeAnyAlarm(role: Role): void {
  const { partition, region, account } = Stack.of(role);
  const place = [
    formatNagName(partition, 'AWS::Partition'),
    'cloudwatch',
    formatNagName(region, 'AWS::Region'),
    formatNagName(account, 'AWS::AccountId'),
  ].join(':');
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:${place}:alarm:*]`,
    reason: 'DescribeAlarms looks at a list of alarms: it cannot be granted for some of them',
  });
}

/** As cdk-nag writes what only the deployment knows. */
const formatNagName = (value: string, reference: string): string =>
  Token.isUnresolved(value) ? `<${reference}>` : value;
