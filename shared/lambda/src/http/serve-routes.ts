import type middy from '@middy/core';
import {
  type AnswerHeaderOf,
  type AnswerOf,
  allRoutes,
  type HttpFunctionId,
  listPathParameters,
  type ParsedRequestOf,
  pathParameters,
  type Route,
  type RouteId,
  type RouteIdOf,
  type routes,
} from '@willcall/contracts';
import type { Environment } from '../configuration/environment.ts';
import { ProblemError } from '../errors.ts';
import type { Observability } from '../observability/observe.ts';
import { closeOrigin } from './closed-origin.ts';
import { createHttpHandler, type HttpFunction } from './http-handler.ts';
import { createProblemReply, type HttpReply, toResult } from './reply.ts';
import {
  authorize,
  getRoute,
  type HttpEvent,
  type HttpRequest,
  parseInput,
  readRequest,
} from './request.ts';

/** What a handler is given: path, query and body as the route's schemas say, and who calls. */
export type Call<Id extends RouteId> = ParsedRequestOf<Id> &
  Pick<HttpRequest, 'mount' | 'headers' | 'correlationId' | 'traceHeader'> &
  ((typeof routes)[Id]['access'] extends 'anybody'
    ? unknown
    : {
        /** The caller's user id. */
        readonly caller: string;
      });

/** What a handler gives back: the route's answer, and with it the headers that the table names. */
type Reply<Id extends RouteId> = [AnswerHeaderOf<Id>] extends [never]
  ? AnswerOf<Id>
  : {
      readonly answer: AnswerOf<Id>;
      readonly headers: Readonly<Partial<Record<AnswerHeaderOf<Id>, string>>>;
    };

/** The code behind one route. It throws a ProblemError, or an error that `toProblem` knows, to refuse. */
export type Handler<Id extends RouteId> = (call: Call<Id>) => Promise<Reply<Id>>;

/** A handler for each route of a function, and for no other. */
export type Handlers<F extends HttpFunctionId> = { readonly [Id in RouteIdOf<F>]: Handler<Id> };

export type ServedRoutes<F extends HttpFunctionId, H extends Handlers<F>> = {
  readonly environment: Environment;
  readonly observability: Observability;
  readonly handlers: H & { readonly [Other in Exclude<keyof H, RouteIdOf<F>>]: never };
  /** Stands around each route, outside of the parsing. */
  readonly around?: readonly middy.MiddlewareObj<HttpEvent, HttpReply>[];
};

/**
 * The Lambda function that serves its routes of the table, behind a closed origin. Each request passes,
 * in this order: body limit and JSON, the caller's right to call, body, query, path.
 */
export function serveRoutes<F extends HttpFunctionId, H extends Handlers<F>>(
  id: F,
  { environment, observability, handlers, around = [] }: ServedRoutes<F, H>,
): HttpFunction {
  const served = allRoutes
    .filter((route): route is Route & { readonly id: RouteIdOf<F> } => route.function === id)
    .map((route) => {
      const reply = createRoute(route, handlers[route.id]);
      const takesBody = route.body !== undefined;
      return [route.key, createHttpHandler(observability, reply, { takesBody, around })] as const;
    });
  return closeOrigin(environment, dispatch(Object.fromEntries(served)));
}

/** One function for several routes, by the route that the gateway matched, e.g. `GET /shows`. */
export const dispatch =
  (served: Readonly<Record<string, HttpFunction>>): HttpFunction =>
  async (event, context) => {
    const route = served[getRoute(event)];
    return route === undefined
      ? toResult(event, createProblemReply(new ProblemError('ROUTE_NOT_FOUND')))
      : route(event, context);
  };

/** A handler between its route's checks and its route's status. */
function createRoute(
  route: Route,
  handler: (call: never) => Promise<unknown>,
): (event: HttpEvent) => Promise<HttpReply> {
  const names = listPathParameters(route.path);
  return async (event) => {
    const { path, query, body, ...context } = readRequest(event);
    const { caller, userId } = authorize(route, event);
    const call = {
      ...context,
      ...(caller === undefined ? {} : { caller }),
      ...(route.body === undefined ? {} : { body: parseInput(route.body, body) }),
      ...(route.query === undefined ? {} : { query: parseInput(route.query, query) }),
      path: Object.fromEntries(
        names.map((name) => [
          name,
          name === 'userId' ? userId : parsePathParameter(name, path[name]),
        ]),
      ),
    };
    // The table says what the handler takes and gives, to the compiler and to this function alike.
    const reply = await handler(call as never);
    if (route.headers === undefined) return { status: route.status, body: reply };
    const { answer, headers } = reply as Reply<'createShow'>;
    return { status: route.status, headers, body: answer };
  };
}

function parsePathParameter(name: keyof typeof pathParameters, value: unknown): string {
  const { schema, notFound } = pathParameters[name];
  const result = schema.safeParse(value);
  if (!result.success) throw new ProblemError(notFound);
  return result.data;
}
