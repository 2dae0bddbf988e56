import type { HttpFunction } from './http-stack.ts';
import { ProblemError } from './problem-error.ts';
import { problemReply, toResult } from './reply.ts';
import { routeOf } from './request.ts';

/** One function for several routes, by the route that the gateway matched, e.g. `GET /shows`. */
export const dispatch =
  (routes: Readonly<Record<string, HttpFunction>>): HttpFunction =>
  async (event, context) => {
    const route = routes[routeOf(event)];
    return route === undefined
      ? toResult(event, problemReply(new ProblemError('ROUTE_NOT_FOUND')))
      : route(event, context);
  };
