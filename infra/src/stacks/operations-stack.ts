import { known } from '@willcall/contracts';
import { type QueueId, queues, type TableId, tables } from '@willcall/topology';
import { Stack } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type EachFunction, makeEachFunction } from '../configuration/payments-setting.ts';
import { makeAlarmActions } from '../operations/alarms/alarm-topic.ts';
import { defineAlarms, StageAlarms } from '../operations/alarms/stage-alarms.ts';
import { CanaryDeployments } from '../operations/canary-deployments.ts';
import { saveLogQueries } from '../operations/log-queries.ts';
import type { Watched } from '../operations/metrics/aws-metrics.ts';
import { makeSaleDashboard } from '../operations/sale-dashboard.ts';
import { makeEach, type StageStackProps } from './stage-stack.ts';

type OperationsStackProps = StageStackProps & {
  readonly functions: EachFunction<{ readonly function: LambdaFunction; readonly alias: Alias }>;
  readonly queues: Readonly<Record<QueueId, IQueue>>;
  readonly failedTargets?: IQueue | undefined;
  readonly tables: Readonly<Record<TableId, ITable>>;
  readonly bus: IEventBus;
  readonly httpApi?: IHttpApi | undefined;
};

/**
 * What operators need to run a stage: alarms and a dashboard if the configuration has them, saved log
 * queries, and canary deployments, which are in the stack of the functions.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stage, configuration } = props;
    const watched = listWatched(props);
    const isWatched = configuration.alarms.kind === 'alarms';
    saveLogQueries(this, stage, (each) => props.functions[each]?.function.logGroup);
    if (configuration.alarms.kind === 'alarms') {
      const actions = makeAlarmActions(this, stage, configuration.alarms);
      const alarms = new StageAlarms(this, 'alarms', { watched, actions });
      makeSaleDashboard(this, watched, alarms.notifying);
    }
    if (configuration.deployment === 'canary') {
      new CanaryDeployments(Stack.of(props.functions.worker.alias), 'canary', {
        stage,
        functions: props.functions,
        alarms: isWatched ? defineAlarms(watched).map(({ id: alarm }) => alarm) : [],
      });
    }
  }
}

const listWatched = (props: OperationsStackProps): Watched => ({
  stage: props.stage,
  functions: makeEachFunction(
    props.configuration,
    (id) => known(props.functions[id], id).function.functionName,
  ),
  queues: makeEach(queues, (id) => props.queues[id].queueName),
  tables: makeEach(tables, (id) => props.tables[id].tableName),
  bus: props.bus.eventBusName,
  failedTargets: props.failedTargets?.queueName,
  apiId: props.httpApi?.apiId,
});
