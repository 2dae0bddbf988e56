import { listMethods } from '@willcall/contracts';
import { browserAccess } from '@willcall/contracts/browser-access';
import type { StageName } from '@willcall/topology';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { findWebOrigins } from '../configuration/page-setting.ts';
import type {
  AcceptedTokens,
  StageConfiguration,
  Throttle,
} from '../configuration/stage-configuration.ts';
import { addRoutes, listRoutes, mountedPaths, type RoutedFunctions } from './routes.ts';

type HttpApiProps = {
  readonly stage: StageName;
  readonly configuration: Pick<
    StageConfiguration,
    'identity' | 'browserOrigins' | 'page' | 'domain' | 'payments' | 'throttles' | 'retention'
  >;
  readonly functions: RoutedFunctions;
  readonly tokens: AcceptedTokens;
};

/** Makes the HTTP API with every route of the stage, and its authorization and throttle. */
export function makeHttpApi(scope: Construct, props: HttpApiProps): HttpApi {
  const { stage, configuration } = props;
  const corsPreflight = makeCors(findWebOrigins(configuration));
  const api = new HttpApi(scope, 'Api', {
    apiName: `willcall-${stage}`,
    createDefaultStage: false,
    ...(corsPreflight === undefined ? {} : { corsPreflight }),
  });
  const added = addRoutes(api, props);
  const deployed = makeStage(api, props);
  // API Gateway refuses settings of a route that does not exist yet.
  deployed.node.addDependency(...added);
  return api;
}

function makeStage(api: HttpApi, { stage, configuration }: HttpApiProps): HttpStage {
  const { retention, throttles } = configuration;
  const log = new LogGroup(api, 'AccessLog', {
    // With this prefix, a log group needs no entry in the account's resource policy, which fits only a few.
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
      format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
    },
  });
  // CDK's own stage has settings only for all routes together.
  const { defaultChild } = deployed.node;
  if (!(defaultChild instanceof CfnStage))
    throw new Error('The stage is not a CloudFormation stage');
  defaultChild.routeSettings = routeSettings(configuration);
  return deployed;
}

/**
 * The fields of the access log: the route, the outcome and the duration. It holds nothing about the
 * caller: no address, user or user agent, and no path or query, because a path may hold a user's id and
 * a query a cursor. `requestId` leads to the function's log.
 * Variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  protocol: '$context.protocol',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  lambdaStatus: '$context.integration.integrationStatus',
  functionLatencyMs: '$context.integration.latency',
  errorType: '$context.error.responseType',
} as const;

/** Makes the CORS settings for the configured origins; undefined without origins. */
function makeCors(origins: readonly string[]): CorsPreflightOptions | undefined {
  if (origins.length === 0) return undefined;
  return {
    allowOrigins: [...origins],
    allowMethods: browserAccess.methods.map((method) => CorsHttpMethod[method]),
    allowHeaders: [...browserAccess.requestHeaders],
    exposeHeaders: [...browserAccess.exposedHeaders],
    // Pages send tokens in a header. The API does not use cookies.
    allowCredentials: false,
    maxAge: Duration.seconds(browserAccess.preflightMaxAgeSeconds),
  };
}

/**
 * Each route's throttle, by route key. API Gateway counts each key separately, so a route's rate applies
 * once with the version prefix and once without.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
const routeSettings = ({ throttles, payments }: HttpApiProps['configuration']) =>
  Object.fromEntries(
    listRoutes({ payments }).flatMap((route) =>
      mountedPaths(route).flatMap((path) =>
        listMethods(route).map((method) => [
          `${method} ${path}`,
          formatThrottle(throttles.routes[route.key] ?? throttles.default),
        ]),
      ),
    ),
  );

/** Formats a throttle for `RouteSettings`, whose property names CDK does not capitalize. */
const formatThrottle = ({ ratePerSecond, burst }: Throttle) => ({
  ThrottlingRateLimit: ratePerSecond,
  ThrottlingBurstLimit: burst,
  // Detailed metrics have a price for each route, and the functions' metrics say more.
  DetailedMetricsEnabled: false,
});
