import type { Route } from '@willcall/contracts';
import type { StageConfiguration, Throttle } from '../../configuration/stage-configuration.ts';
import { mountedPaths } from './mounted-paths.ts';

/** As CloudFormation takes it in a stage's `RouteSettings`, which the CDK does not put into its case. */
export type RouteSetting = {
  readonly ThrottlingRateLimit: number;
  readonly ThrottlingBurstLimit: number;
  readonly DetailedMetricsEnabled: boolean;
};

/**
 * Every route's own throttle, by the route's key. API Gateway counts each key by itself, so a route
 * may be asked as often again below the version's prefix.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export const routeSettings = (
  routes: readonly Route[],
  { default: usual, routes: own }: StageConfiguration['throttles'],
): Readonly<Record<string, RouteSetting>> =>
  Object.fromEntries(
    routes.flatMap((route) =>
      mountedPaths(route).map((path) => [
        `${route.method} ${path}`,
        setting(own[route.key] ?? usual),
      ]),
    ),
  );

const setting = ({ ratePerSecond, burst }: Throttle): RouteSetting => ({
  ThrottlingRateLimit: ratePerSecond,
  ThrottlingBurstLimit: burst,
  // Metrics for each route have a price each; the functions' own say more.
  DetailedMetricsEnabled: false,
});
