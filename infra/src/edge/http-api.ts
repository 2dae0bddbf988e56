import { allRoutes } from '@willcall/contracts';
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
import type {
  AcceptedTokens,
  StageConfiguration,
  Throttle,
} from '../configuration/stage-configuration.ts';
import { addRoutes, mountedPaths, type RoutedFunctions } from './routes.ts';

type HttpApiProps = {
  readonly stage: StageName;
  readonly configuration: Pick<
    StageConfiguration,
    'identity' | 'browserOrigins' | 'throttles' | 'retention'
  >;
  readonly functions: RoutedFunctions;
  readonly tokens: AcceptedTokens;
};

/** The HTTP API with every route of the table, each with its authorization and its throttle. */
export function makeHttpApi(scope: Construct, props: HttpApiProps): HttpApi {
  const { stage, configuration } = props;
  const corsPreflight = makeCors(configuration.browserOrigins);
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
      format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
    },
  });
  // The CDK's own stage has settings for all routes together only.
  const { defaultChild } = deployed.node;
  if (!(defaultChild instanceof CfnStage)) throw new Error('The stage is no CloudFormation stage');
  defaultChild.routeSettings = routeSettings(throttles);
  return deployed;
}

/**
 * What the access log says of a request: which route, how it went, how long it took. Nothing of who
 * asked: no address, no user, no user agent, and neither path nor query, since a path may hold a
 * user's id and a cursor is in the query. `requestId` leads to the function's log.
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

/** The request headers that the API reads, beyond what a browser may send anyway. */
const REQUEST_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'x-correlation-id'];

/** The answer's headers that a page needs to poll, to retry and to report. */
const EXPOSED_HEADERS = ['location', 'retry-after', 'idempotency-key', 'x-correlation-id'];

/** Chromium keeps a preflight's answer for two hours at most. */
const PREFLIGHT_MAX_AGE = Duration.hours(2);

/** What browsers may ask from pages of the configured origins; nothing where there are none. */
function makeCors(origins: readonly string[]): CorsPreflightOptions | undefined {
  if (origins.length === 0) return undefined;
  const methods = [...new Set(allRoutes.map(({ method }) => method))].sort();
  return {
    allowOrigins: [...origins],
    allowMethods: methods.map((method) => CorsHttpMethod[method]),
    allowHeaders: REQUEST_HEADERS,
    exposeHeaders: EXPOSED_HEADERS,
    // Tokens are sent in a header, by pages that hold them; cookies are not used.
    allowCredentials: false,
    maxAge: PREFLIGHT_MAX_AGE,
  };
}

/**
 * Every route's own throttle, by the route's key. API Gateway counts each key by itself, so a route
 * may be asked as often again below the version's prefix.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
const routeSettings = ({ default: usual, routes: own }: StageConfiguration['throttles']) =>
  Object.fromEntries(
    allRoutes.flatMap((route) =>
      mountedPaths(route).map((path) => [
        `${route.method} ${path}`,
        formatThrottle(own[route.key] ?? usual),
      ]),
    ),
  );

/** As CloudFormation takes it in a stage's `RouteSettings`, which the CDK does not put into its case. */
const formatThrottle = ({ ratePerSecond, burst }: Throttle) => ({
  ThrottlingRateLimit: ratePerSecond,
  ThrottlingBurstLimit: burst,
  // Metrics for each route have a price each; the functions' own say more.
  DetailedMetricsEnabled: false,
});
