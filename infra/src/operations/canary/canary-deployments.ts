import type { StageName } from '@willcall/topology';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmName } from '../alarms/alarm-definition.ts';
import { makeDeploymentRole } from './deployment-role.ts';

/** The functions whose new code takes over in steps, in this order, and what rolls each back. */
const canaries = {
  // What accept writes must be understood first.
  worker: ['worker-errors', 'messages-failed', 'queue-age', 'purchases-dead'],
  accept: ['accept-errors', 'accept-latency', 'api-errors'],
} as const;

type CanaryId = keyof typeof canaries;

export type CanaryDeploymentsProps = {
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
