import { functions, queues, tables } from '@willcall/topology';
import { type Environment, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Alias, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { makeApp } from '../stacks/make-stacks.ts';
import { OperationsStack } from '../stacks/operations-stack.ts';
import { makeEach } from '../stacks/stage-stack.ts';

/** Makes a stage with its operations stack and a minimal stack of functions. */
export function makeDeployedStage(
  changes: Partial<Pick<StageConfiguration, 'alarms' | 'deployment' | 'payments'>> = {},
  hasApi = true,
  env: Environment = {},
): { readonly compute: Stack; readonly operations: OperationsStack } {
  const app = makeApp();
  const compute = new Stack(app, 'compute', { env });
  const operations = new OperationsStack(app, 'operations', {
    env,
    stage: 'prod',
    configuration: { ...stageConfigurations.prod, ...changes },
    functions: makeEach(functions, (id) => makeFunctionAndAlias(compute, id)),
    queues: makeEach(queues, (id) => new Queue(compute, `queue-${id}`)),
    failedTargets: new Queue(compute, 'failed-targets'),
    tables: makeEach(
      tables,
      (id) =>
        new Table(compute, `table-${id}`, {
          partitionKey: { name: 'key', type: AttributeType.STRING },
        }),
    ),
    bus: new EventBus(compute, 'bus'),
    httpApi: hasApi ? new HttpApi(compute, 'api') : undefined,
  });
  return { compute, operations };
}

function makeFunctionAndAlias(compute: Stack, id: string) {
  const made = new LambdaFunction(compute, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => undefined;'),
    logGroup: new LogGroup(compute, `logs-${id}`),
  });
  const alias = new Alias(compute, `live-${id}`, {
    aliasName: 'live',
    version: made.currentVersion,
  });
  return { function: made, alias };
}
