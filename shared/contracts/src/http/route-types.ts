import type * as z from 'zod';
import { PurchaseId, SeatId, ShowId, UserId } from '../ids.ts';
import type { ProblemCode } from './problems.ts';
import { type HttpFunctionId, type RouteDefinition, type RouteId, routes } from './routes.ts';

type Routes = typeof routes;

/** A route as the HTTP API names it, without the version prefix, e.g. `POST /purchases`. */
export type RouteKey = {
  [Id in RouteId]: `${Routes[Id]['method']} ${Routes[Id]['path']}`;
}[RouteId];

/** A route as those see it who treat all routes alike. */
export type Route = RouteDefinition & { readonly id: RouteId; readonly key: RouteKey };

/** Every route, in the order of the table. */
export const allRoutes: readonly Route[] = (Object.keys(routes) as RouteId[]).map((id) => ({
  ...routes[id],
  id,
  key: `${routes[id].method} ${routes[id].path}` as RouteKey,
}));

/** The routes that a function serves. */
export type RouteIdOf<F extends HttpFunctionId> = {
  [Id in RouteId]: Routes[Id]['function'] extends F ? Id : never;
}[RouteId];

type ParameterNamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNamesIn<Rest>
  : never;

/** The names in the paths of all routes. */
export type PathParameter = ParameterNamesIn<Routes[RouteId]['path']>;

/** The form of what stands in a path, and what is answered to any other: it names nothing that there is. */
export const pathParameters = {
  showId: { schema: ShowId, notFound: 'SHOW_NOT_FOUND' },
  seatId: { schema: SeatId, notFound: 'SEAT_NOT_FOUND' },
  purchaseId: { schema: PurchaseId, notFound: 'PURCHASE_NOT_FOUND' },
  /** `me` is whoever asks. */
  userId: { schema: UserId, notFound: 'USER_NOT_FOUND' },
} as const satisfies Record<
  PathParameter,
  { readonly schema: z.ZodType<string>; readonly notFound: ProblemCode }
>;

/** The names in a path, in their order. */
export const listPathParameters = (path: string): readonly PathParameter[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name as PathParameter);

type PathOf<Id extends RouteId> = [ParameterNamesIn<Routes[Id]['path']>] extends [never]
  ? unknown
  : { readonly path: { readonly [Name in ParameterNamesIn<Routes[Id]['path']>]: string } };

/** What a caller sends to a route: `path`, `query` and `body`, as far as it takes them. */
export type RequestOf<Id extends RouteId> = PathOf<Id> &
  (Routes[Id] extends { query: infer Q extends z.ZodType }
    ? { readonly query?: z.input<Q> }
    : unknown) &
  (Routes[Id] extends { body: infer B extends z.ZodType }
    ? { readonly body: z.input<B> }
    : unknown);

/** The same once it is parsed, as a handler is given it. */
export type ParsedRequestOf<Id extends RouteId> = PathOf<Id> &
  (Routes[Id] extends { query: infer Q extends z.ZodType }
    ? { readonly query: z.output<Q> }
    : unknown) &
  (Routes[Id] extends { body: infer B extends z.ZodType }
    ? { readonly body: z.output<B> }
    : unknown);

/** The body of a route's success; nothing of a route that answers 204. */
export type AnswerOf<Id extends RouteId> = Routes[Id] extends { answer: infer A extends z.ZodType }
  ? z.output<A>
  : undefined;

/** The headers of a route's success, beyond those of every answer. */
export type AnswerHeaderOf<Id extends RouteId> = Routes[Id] extends {
  headers: readonly (infer Name extends string)[];
}
  ? Name
  : never;

/** Every problem that a route may answer: its own, and those that its access, path, query and body imply. */
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
    // Health asks nothing of any store.
    ...(route.function === 'health' ? [] : (['STORE_UNAVAILABLE'] as const)),
  ];
}
