import { allRoutes } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage, HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type {
  BelievedTokens,
  StageConfiguration,
} from '../../configuration/stage-configuration.ts';

import { accessLogFormat } from './access-log-format.ts';
import { addRoutes, type RoutedFunctions } from './add-routes.ts';
import { cors } from './cors.ts';
import { routeSettings } from './route-settings.ts';

export type HttpApiProps = {
  readonly stage: StageName;
  readonly configuration: Pick<
    StageConfiguration,
    'identity' | 'browserOrigins' | 'throttles' | 'retention'
  >;
  readonly functions: RoutedFunctions;
  readonly tokens: BelievedTokens;
};

/** The HTTP API with every route of the table, each with its authorization and its throttle. */
export function makeHttpApi(scope: Construct, props: HttpApiProps): HttpApi {
  const { stage, configuration } = props;
  const corsPreflight = cors(allRoutes, configuration.browserOrigins);
  const api = new HttpApi(scope, 'Api', {
    apiName: `willcall-${stage}`,
    createDefaultStage: false,
    ...(corsPreflight === undefined ? {} : { corsPreflight }),
  });
  const added = addRoutes(api, props);
  const deployed = makeStage(api, props);
  // API Gateway refuses settings of a route that is not there yet.
  deployed.node.addDependency(...added);
  return api;
}

function makeStage(api: HttpApi, { stage, configuration }: HttpApiProps): HttpStage {
  const { throttles, retention } = configuration;
  const log = new LogGroup(api, 'AccessLog', {
    // Below this prefix a log group needs no entry in the account's policy for API Gateway, which is full after a few.
    logGroupName: `/aws/vendedlogs/willcall-${stage}-api`,
    retention: retention.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const deployed = new HttpStage(api, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: throttles.default.ratePerSecond, burstLimit: throttles.default.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(accessLogFormat()),
    },
  });
  // The CDK's own stage has settings for all routes together only.
  const { defaultChild } = deployed.node;
  if (!(defaultChild instanceof CfnStage)) throw new Error('The stage is no CloudFormation stage');
  defaultChild.routeSettings = routeSettings(allRoutes, throttles);
  return deployed;
}
