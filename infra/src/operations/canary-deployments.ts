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

/** The functions with canary deployments, in this order, and the alarms that roll each back. */
const canaries = {
  // First, because the worker must be able to read what accept sends.
  worker: ['worker-errors', 'messages-failed', 'queue-age', 'purchases-dead'],
  accept: ['accept-errors', 'accept-latency', 'api-errors'],
} as const;

type CanaryId = keyof typeof canaries;

type CanaryDeploymentsProps = {
  readonly stage: StageName;
  readonly functions: Readonly<
    Record<CanaryId, { readonly function: IFunction; readonly alias: Alias }>
  >;
  /** The ids of the alarms that exist. Only these stop a deployment. */
  readonly alarms: readonly string[];
};

/**
 * Canary deployments by CodeDeploy: a tenth of the invocations for five minutes, then all. MUST be in
 * the stack of the aliases, because CloudFormation sets the deployment method in the alias.
 *
 * Alarms are given by name, because they are in a later stack that refers to this one. The first
 * deployment of a stage creates its aliases without CodeDeploy, before the alarms exist.
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
 * Makes the role of CodeDeploy for one alias. It may shift that alias and read alarms. AWS's managed
 * policy would allow it every function of the account.
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
  // Otherwise the deployment group adds AWS's managed policy to the role.
  return role.withoutPolicyUpdates();
}

/** Acknowledges to cdk-nag that a role may read any alarm. cdk-nag names the finding by its resource. */
function acknowledgeAnyAlarm(role: Role): void {
  const { partition, region, account } = Stack.of(role);
  const arnPrefix = [
    formatNagName(partition, 'AWS::Partition'),
    'cloudwatch',
    formatNagName(region, 'AWS::Region'),
    formatNagName(account, 'AWS::AccountId'),
  ].join(':');
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:${arnPrefix}:alarm:*]`,
    reason: 'DescribeAlarms looks at a list of alarms: it cannot be granted for some of them',
  });
}

/** A value as cdk-nag writes it, if only the deployment knows it. */
const formatNagName = (value: string, reference: string): string =>
  Token.isUnresolved(value) ? `<${reference}>` : value;
