import { deadLettersRoutes, liveSaleRoutes } from './operator-routes.ts';
import { paymentsRoutes } from './payment-routes.ts';
import type { ProblemCode } from './problems.ts';
import { acceptRoutes, purchasesRoutes } from './purchase-routes.ts';
import {
  listPathParameters,
  listRoutes,
  pathParameters,
  type Route,
  type RouteId,
  type Routes,
} from './route-types.ts';
import { healthRoutes, type RouteDefinition, showsRoutes } from './routes.ts';

/** Every route of the HTTP API, by operation name. A function must not import it: it bundles its own routes alone. */
export const routes: Routes = {
  ...healthRoutes,
  ...showsRoutes,
  ...liveSaleRoutes,
  ...acceptRoutes,
  ...purchasesRoutes,
  ...deadLettersRoutes,
  ...paymentsRoutes,
};

/** Every route, in the order of the tables. */
export const allRoutes: readonly Route[] = listRoutes(routes);

/** Lists every problem that a route can return: its own, and those that its access, path, query and body imply. */
export function listProblems(id: RouteId): readonly ProblemCode[] {
  const route: RouteDefinition = routes[id];
  const { access, path, query, body } = route;
  return [
    ...(access === 'anybody' ? [] : (['UNAUTHENTICATED'] as const)),
    ...(access === 'admin' ? (['FORBIDDEN'] as const) : []),
    ...listPathParameters(path).map((name) => pathParameters[name].notFound),
    ...(query === undefined && body === undefined ? [] : (['INVALID_REQUEST'] as const)),
    ...(body === undefined
      ? []
      : (['INVALID_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const)),
    ...route.problems,
    'INTERNAL',
    // The health check does not use a data store.
    ...(route.function === 'health' ? [] : (['RECORD_UNREADABLE', 'STORE_UNAVAILABLE'] as const)),
  ];
}
