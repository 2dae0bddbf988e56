import type { FunctionId } from './functions.ts';

/** Who may call a route: anybody, a buyer (any valid token), or an admin (scope `willcall/admin`). */
export type RouteAccess = 'public' | 'buyer' | 'admin';

export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** In API Gateway's form, without the version prefix; every route answers with and without `/v1`. */
  readonly path: `/${string}`;
  readonly function: FunctionId;
  readonly access: RouteAccess;
};

/** The HTTP API's routes. The gateway verifies tokens and scopes; the functions only read claims. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/health', function: 'health', access: 'public' },
  { method: 'POST', path: '/shows', function: 'shows', access: 'admin' },
  { method: 'GET', path: '/shows', function: 'shows', access: 'public' },
  { method: 'GET', path: '/shows/{showId}', function: 'shows', access: 'public' },
  { method: 'PATCH', path: '/shows/{showId}', function: 'shows', access: 'admin' },
  { method: 'DELETE', path: '/shows/{showId}', function: 'shows', access: 'admin' },
  { method: 'POST', path: '/shows/{showId}/cancel', function: 'shows', access: 'admin' },
  { method: 'GET', path: '/shows/{showId}/seats', function: 'shows', access: 'public' },
  { method: 'PUT', path: '/shows/{showId}/seats', function: 'shows', access: 'admin' },
  { method: 'GET', path: '/shows/{showId}/seats/{seatId}', function: 'shows', access: 'public' },
  { method: 'PATCH', path: '/shows/{showId}/seats/{seatId}', function: 'shows', access: 'admin' },
  { method: 'DELETE', path: '/shows/{showId}/seats/{seatId}', function: 'shows', access: 'admin' },
  { method: 'GET', path: '/titles', function: 'shows', access: 'public' },
  { method: 'GET', path: '/sales', function: 'shows', access: 'admin' },
  { method: 'POST', path: '/shows/{showId}/flyer', function: 'shows', access: 'admin' },
  { method: 'GET', path: '/shows/{showId}/sales', function: 'shows', access: 'admin' },
  { method: 'POST', path: '/purchases', function: 'accept', access: 'buyer' },
  { method: 'GET', path: '/purchases/{purchaseId}', function: 'purchases', access: 'buyer' },
  { method: 'PATCH', path: '/purchases/{purchaseId}', function: 'purchases', access: 'buyer' },
  {
    method: 'POST',
    path: '/purchases/{purchaseId}/cancel',
    function: 'purchases',
    access: 'buyer',
  },
  { method: 'DELETE', path: '/purchases/{purchaseId}', function: 'purchases', access: 'buyer' },
  { method: 'GET', path: '/users/{userId}/purchases', function: 'purchases', access: 'buyer' },
  { method: 'GET', path: '/users/{userId}/shows/{showId}', function: 'purchases', access: 'buyer' },
];
