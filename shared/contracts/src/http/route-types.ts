import type * as z from 'zod/mini';
import { AuditId } from '../audit.ts';
import { PurchaseId, SeatId, ShowId, UserId } from '../ids.ts';
import type { deadLettersRoutes, liveSaleRoutes } from './operator-routes.ts';
import type { paymentsRoutes } from './payment-routes.ts';
import type { ProblemCode } from './problems.ts';
import type { acceptRoutes, purchasesRoutes } from './purchase-routes.ts';
import type { healthRoutes, RouteDefinition, showsRoutes } from './routes.ts';

/** Every route of the HTTP API, by operation name. */
export type Routes = typeof healthRoutes &
  typeof showsRoutes &
  typeof liveSaleRoutes &
  typeof acceptRoutes &
  typeof purchasesRoutes &
  typeof deadLettersRoutes &
  typeof paymentsRoutes;

export type RouteId = keyof Routes;

/** A route key as the HTTP API writes it, without the version prefix, e.g. `POST /purchases`. */
export type RouteKey = {
  [Id in RouteId]: `${Routes[Id]['method']} ${Routes[Id]['path']}`;
}[RouteId];

/** A route for code that handles all routes in the same way. */
export type Route = RouteDefinition & { readonly id: RouteId; readonly key: RouteKey };

/** Lists the routes of a table in its order. */
export const listRoutes = <Id extends RouteId>(
  table: Readonly<Record<Id, RouteDefinition>>,
): (Route & { readonly id: Id })[] =>
  (Object.keys(table) as Id[]).map((id) => ({
    ...table[id],
    id,
    key: `${table[id].method} ${table[id].path}` as RouteKey,
  }));

/** The methods by which a route is called. HEAD is a GET without the body (RFC 9110, 9.3.2). */
export const listMethods = ({
  method,
}: Pick<Route, 'method'>): readonly (Route['method'] | 'HEAD')[] =>
  method === 'GET' ? ['GET', 'HEAD'] : [method];

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
  auditId: { schema: AuditId, notFound: 'AUDIT_NOT_FOUND' },
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
  (Routes[Id] extends { rawBody: object } ? { readonly body: string } : unknown) &
  (Routes[Id] extends { query: infer Q extends z.ZodMiniType }
    ? { readonly query: z.output<Q> }
    : unknown) &
  (Routes[Id] extends { body: infer B extends z.ZodMiniType }
    ? { readonly body: z.output<B> }
    : unknown);

/** The headers of a successful response, in addition to those of every response. */
export type AnswerHeaderOf<Id extends RouteId> = Routes[Id] extends {
  headers: readonly (infer Name extends string)[];
}
  ? Name
  : never;
