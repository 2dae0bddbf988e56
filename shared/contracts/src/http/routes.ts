import type * as z from 'zod/mini';
import type { Deprecation } from './api.ts';
import type { ProblemCode } from './problems.ts';
import { PageQuery, ShowQuery, TitleQuery } from './queries.ts';
import { SeatChange, SeatsRequest } from './seat-requests.ts';
import { FlyerRequest, ShowChange, ShowRequest } from './show-requests.ts';

/**
 * Who may call a route: anybody, a buyer (any valid token), or an admin (scope `willcall/admin`). If the
 * path of a buyer route names a user, only that user and admins may call it.
 */
export type RouteAccess = 'anybody' | 'buyer' | 'admin';

/** The Lambda functions that serve routes. */
export type HttpFunctionId =
  | 'health'
  | 'accept'
  | 'purchases'
  | 'shows'
  | 'live-sale'
  | 'dead-letters-api'
  | 'payments';

export type RouteDefinition = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** In API Gateway's format, without the version prefix. Every route responds with and without `/v1`. */
  readonly path: `/${string}`;
  readonly function: HttpFunctionId;
  readonly access: RouteAccess;
  /** Absent if the route ignores the query. */
  readonly query?: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
  /** Present if the handler reads the body as it was sent, e.g. because it is signed. It takes no more bytes. */
  readonly rawBody?: { readonly maxBytes: number };
  /** The request headers that only this route reads. */
  readonly requestHeaders?: readonly ('idempotency-key' | 'if-none-match' | 'stripe-signature')[];
  /** The status of a successful response. */
  readonly status: 200 | 201 | 202 | 204;
  /** A field that only an answer has whose work goes on. The status of such an answer is 202. */
  readonly acceptedWith?: string;
  /**
   * The headers of a successful response, in addition to those of every response. `etag` is added to the
   * answer of the handler, and a request with the same one in `If-None-Match` is answered with 304.
   */
  readonly headers?: readonly ('location' | 'retry-after' | 'cache-control' | 'etag')[];
  /** Present once the route is deprecated. Every answer then says so. */
  readonly deprecated?: Deprecation;
  /** The problems specific to this route. `listProblems` adds those that the definition implies. */
  readonly problems: readonly ProblemCode[];
};

/**
 * The routes of one function, by operation name. Each function has a table of its own, because it bundles only
 * the schemas of its own requests. The answers are in `answers.ts`, because no function checks an answer.
 */
export type RoutesOf<F extends HttpFunctionId> = Readonly<
  Record<string, RouteDefinition & { readonly function: F }>
>;

/** The route of the health check. */
export const healthRoutes = {
  getHealth: {
    method: 'GET',
    path: '/health',
    function: 'health',
    access: 'anybody',
    status: 200,
    problems: [],
  },
} as const satisfies RoutesOf<'health'>;

/** The routes of shows, seats and titles. */
export const showsRoutes = {
  createShow: {
    method: 'POST',
    path: '/shows',
    function: 'shows',
    access: 'admin',
    body: ShowRequest,
    status: 201,
    headers: ['location'],
    problems: [],
  },
  listShows: {
    method: 'GET',
    path: '/shows',
    function: 'shows',
    access: 'anybody',
    query: ShowQuery,
    status: 200,
    problems: ['INVALID_CURSOR'],
  },
  getShow: {
    method: 'GET',
    path: '/shows/{showId}',
    function: 'shows',
    access: 'anybody',
    requestHeaders: ['if-none-match'],
    status: 200,
    headers: ['cache-control', 'etag'],
    problems: [],
  },
  changeShow: {
    method: 'PATCH',
    path: '/shows/{showId}',
    function: 'shows',
    access: 'admin',
    body: ShowChange,
    status: 200,
    problems: ['SHOW_CANCELLED', 'WRONG_SEATING', 'CAPACITY_BELOW_SOLD'],
  },
  removeShow: {
    method: 'DELETE',
    path: '/shows/{showId}',
    function: 'shows',
    access: 'admin',
    status: 204,
    problems: ['SHOW_HAS_SALES'],
  },
  cancelShow: {
    method: 'POST',
    path: '/shows/{showId}/cancel',
    function: 'shows',
    access: 'admin',
    status: 202,
    problems: ['SHOW_BEGUN'],
  },
  listSeats: {
    method: 'GET',
    path: '/shows/{showId}/seats',
    function: 'shows',
    access: 'anybody',
    query: PageQuery,
    requestHeaders: ['if-none-match'],
    status: 200,
    headers: ['cache-control', 'etag'],
    problems: ['INVALID_CURSOR'],
  },
  addSeats: {
    method: 'PUT',
    path: '/shows/{showId}/seats',
    function: 'shows',
    access: 'admin',
    body: SeatsRequest,
    status: 200,
    problems: ['WRONG_SEATING', 'SHOW_CANCELLED', 'TOO_MANY_SEATS'],
  },
  // Before `getSeat`, whose path fits too: a gateway prefers the path without a parameter, or the first one.
  listTakenSeats: {
    method: 'GET',
    path: '/shows/{showId}/seats/taken',
    function: 'shows',
    access: 'anybody',
    requestHeaders: ['if-none-match'],
    status: 200,
    headers: ['cache-control', 'etag'],
    problems: [],
  },
  getSeat: {
    method: 'GET',
    path: '/shows/{showId}/seats/{seatId}',
    function: 'shows',
    access: 'anybody',
    status: 200,
    problems: [],
  },
  changeSeat: {
    method: 'PATCH',
    path: '/shows/{showId}/seats/{seatId}',
    function: 'shows',
    access: 'admin',
    body: SeatChange,
    status: 200,
    problems: ['SEAT_SOLD'],
  },
  removeSeat: {
    method: 'DELETE',
    path: '/shows/{showId}/seats/{seatId}',
    function: 'shows',
    access: 'admin',
    status: 204,
    problems: ['SEAT_SOLD'],
  },
  listTitles: {
    method: 'GET',
    path: '/titles',
    function: 'shows',
    access: 'anybody',
    query: TitleQuery,
    status: 200,
    problems: ['INVALID_CURSOR'],
  },
  getSales: {
    method: 'GET',
    path: '/sales',
    function: 'shows',
    access: 'admin',
    status: 200,
    problems: [],
  },
  createFlyerUpload: {
    method: 'POST',
    path: '/shows/{showId}/flyer',
    function: 'shows',
    access: 'admin',
    body: FlyerRequest,
    status: 201,
    problems: [],
  },
  getShowSales: {
    method: 'GET',
    path: '/shows/{showId}/sales',
    function: 'shows',
    access: 'admin',
    status: 200,
    problems: [],
  },
} as const satisfies RoutesOf<'shows'>;
