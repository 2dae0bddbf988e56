import type * as z from 'zod/mini';
import { PurchaseId, SeatId, ShowId, UserId } from '../ids.ts';
import type { ProblemCode } from './problems.ts';
import { type HttpFunctionId, type RouteDefinition, type RouteId, routes } from './routes.ts';

type Routes = typeof routes;

/** A route key as the HTTP API writes it, without the version prefix, e.g. `POST /purchases`. */
export type RouteKey = {
  [Id in RouteId]: `${Routes[Id]['method']} ${Routes[Id]['path']}`;
}[RouteId];

/** A route for code that handles all routes in the same way. */
export type Route = RouteDefinition & { readonly id: RouteId; readonly key: RouteKey };

/** Every route, in the order of the table. */
export const allRoutes: readonly Route[] = (Object.keys(routes) as RouteId[]).map((id) => ({
  ...routes[id],
  id,
  key: `${routes[id].method} ${routes[id].path}` as RouteKey,
}));

/** The methods by which a route is called. HEAD is a GET without the body (RFC 9110, 9.3.2). */
export const listMethods = ({
  method,
}: Pick<Route, 'method'>): readonly (Route['method'] | 'HEAD')[] =>
  method === 'GET' ? ['GET', 'HEAD'] : [method];

/** The routes that a function serves. */
export type RouteIdOf<F extends HttpFunctionId> = {
  [Id in RouteId]: Routes[Id]['function'] extends F ? Id : never;
}[RouteId];

type ParameterNamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNamesIn<Rest>
  : never;

/** The parameter names in the paths of all routes. */
export type PathParameter = ParameterNamesIn<Routes[RouteId]['path']>;

/** The schema of each path parameter, and the problem for a value that does not match: no such resource can exist. */
export const pathParameters = {
  showId: { schema: ShowId, notFound: 'SHOW_NOT_FOUND' },
  seatId: { schema: SeatId, notFound: 'SEAT_NOT_FOUND' },
  purchaseId: { schema: PurchaseId, notFound: 'PURCHASE_NOT_FOUND' },
  /** `me` is the caller. */
  userId: { schema: UserId, notFound: 'USER_NOT_FOUND' },
} as const satisfies Record<
  PathParameter,
  { readonly schema: z.ZodMiniType<string>; readonly notFound: ProblemCode }
>;

/** The parameter names in a path, in order. */
export const listPathParameters = (path: string): readonly PathParameter[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name as PathParameter);

type PathOf<Id extends RouteId> = [ParameterNamesIn<Routes[Id]['path']>] extends [never]
  ? unknown
  : { readonly path: { readonly [Name in ParameterNamesIn<Routes[Id]['path']>]: string } };

/** What a caller sends to a route: those of `path`, `query` and `body` that the route accepts. */
export type RequestOf<Id extends RouteId> = PathOf<Id> &
  (Routes[Id] extends { query: infer Q extends z.ZodMiniType }
    ? { readonly query?: z.input<Q> }
    : unknown) &
  (Routes[Id] extends { body: infer B extends z.ZodMiniType }
    ? { readonly body: z.input<B> }
    : unknown);

/** The parsed request that a handler receives. */
export type ParsedRequestOf<Id extends RouteId> = PathOf<Id> &
  (Routes[Id] extends { query: infer Q extends z.ZodMiniType }
    ? { readonly query: z.output<Q> }
    : unknown) &
  (Routes[Id] extends { body: infer B extends z.ZodMiniType }
    ? { readonly body: z.output<B> }
    : unknown);

/** The body of a successful response. Undefined for a route that returns 204. */
export type AnswerOf<Id extends RouteId> = Routes[Id] extends {
  answer: infer A extends z.ZodMiniType;
}
  ? z.output<A>
  : undefined;

/** The headers of a successful response, in addition to those of every response. */
export type AnswerHeaderOf<Id extends RouteId> = Routes[Id] extends {
  headers: readonly (infer Name extends string)[];
}
  ? Name
  : never;

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
