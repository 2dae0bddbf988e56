import type middy from '@middy/core';
import {
  type AnswerHeaderOf,
  type AnswerOf,
  announceDeprecation,
  listPathParameters,
  listRoutes,
  type ParsedRequestOf,
  pathParameters,
  type Route,
  type RouteId,
  type Routes,
} from '@willcall/contracts';
import type { Environment } from '../configuration/environment.ts';
import { ProblemError } from '../errors.ts';
import type { Observability } from '../observability/observe.ts';
import { closeOrigin } from './closed-origin.ts';
import { tagReply } from './etag.ts';
import { createHttpHandler, type HttpFunction } from './http-handler.ts';
import { createProblemReply, type HttpReply, toResult } from './reply.ts';
import {
  authorize,
  type FindFaults,
  getRoute,
  type HttpEvent,
  type HttpRequest,
  parseInput,
  readRawBody,
  readRequest,
} from './request.ts';

/** The input of a handler: the parsed path, query and body, and the caller. */
export type Call<Id extends RouteId> = ParsedRequestOf<Id> &
  Pick<HttpRequest, 'mount' | 'headers' | 'correlationId' | 'traceHeader'> &
  (Routes[Id]['access'] extends 'anybody'
    ? unknown
    : {
        /** The caller's user id. */
        readonly caller: string;
      });

/** The result of a handler: the answer, with the headers that the route table lists. */
type Reply<Id extends RouteId> = [AnswerHeaderOf<Id>] extends [never]
  ? AnswerOf<Id>
  : {
      readonly answer: AnswerOf<Id>;
      readonly headers: Readonly<Partial<Record<AnswerHeaderOf<Id>, string>>>;
      /** What the `ETag` is made from, if it is not the whole answer. */
      readonly tagged?: unknown;
    };

/**
 * The code of one route. To reject a request, it throws a ProblemError or an error that `toProblem`
 * knows.
 */
export type Handler<Id extends RouteId> = (call: Call<Id>) => Promise<Reply<Id>>;

/** One handler for each of these routes, and no others. */
export type Handlers<Ids extends RouteId> = { readonly [Id in Ids]: Handler<Id> };

export type ServedRoutes<Ids extends RouteId, H extends Handlers<Ids>> = {
  /** The function's own table. It must not import the table of all routes. */
  readonly routes: Pick<Routes, Ids>;
  readonly environment: Environment;
  readonly observability: Observability;
  readonly handlers: H & { readonly [Other in Exclude<keyof H, Ids>]: never };
  /**
   * Lists, by route, the faults of a body that its schema does not see, for an answer that lists everything.
   * It is called only with bodies that the schema refuses.
   */
  readonly otherFaults?: { readonly [Id in Ids]?: FindFaults };
  /** Middleware that runs outside of the parsing. */
  readonly outerMiddleware?: readonly middy.MiddlewareObj<HttpEvent, HttpReply>[];
};

/**
 * Creates the Lambda function that serves the routes of its table, behind the origin check.
 * A request is checked in this order: body size and JSON, authorization, body, query, path.
 */
export function serveRoutes<Ids extends RouteId, H extends Handlers<Ids>>({
  routes,
  environment,
  observability,
  handlers,
  otherFaults = {},
  outerMiddleware = [],
}: ServedRoutes<Ids, H>): HttpFunction {
  const served = listRoutes<Ids>(routes).map((route) => {
    const reply = createRoute(route, handlers[route.id], otherFaults[route.id]);
    const takesBody = route.body !== undefined;
    const handler = createHttpHandler(observability, reply, { takesBody, outerMiddleware });
    return [route.key, withDeprecation(handler, route)] as const;
  });
  return closeOrigin(environment, dispatch(Object.fromEntries(served)));
}

/** Adds to every answer of a deprecated route that it is one, to errors too. */
const withDeprecation = (handler: HttpFunction, { deprecated }: Route): HttpFunction =>
  deprecated === undefined
    ? handler
    : async (event, context) => {
        const result = await handler(event, context);
        return { ...result, headers: { ...result.headers, ...announceDeprecation(deprecated) } };
      };

/** Dispatches to the route that the gateway matched, e.g. `GET /shows`. */
export const dispatch =
  (served: Readonly<Record<string, HttpFunction>>): HttpFunction =>
  async (event, context) => {
    const route = served[getRoute(event)];
    return route === undefined
      ? toResult(event, createProblemReply(new ProblemError('ROUTE_NOT_FOUND')))
      : route(event, context);
  };

/** Wraps a handler with the checks and the status of its route. */
function createRoute(
  route: Route,
  handler: (call: never) => Promise<unknown>,
  findOthers?: FindFaults,
): (event: HttpEvent) => Promise<HttpReply> {
  const names = listPathParameters(route.path);
  return async (event) => {
    const { path, query, body, ...context } = readRequest(event);
    const { caller, userId } = authorize(route, event);
    const call = {
      ...context,
      ...(caller === undefined ? {} : { caller }),
      ...(route.body === undefined ? {} : { body: parseInput(route.body, body, findOthers) }),
      ...(route.rawBody === undefined ? {} : { body: readRawBody(event, route.rawBody) }),
      ...(route.query === undefined ? {} : { query: parseInput(route.query, query) }),
      path: Object.fromEntries(
        names.map((name) => [
          name,
          name === 'userId' ? userId : parsePathParameter(name, path[name]),
        ]),
      ),
    };
    // The route table types the input and output of the handler, and this function reads the same
    // table.
    const reply = await handler(call as never);
    if (route.headers === undefined) return { status: statusOf(route, reply), body: reply };
    const { answer, headers, tagged = answer } = reply as Reply<'createShow'>;
    const success = { status: statusOf(route, answer), headers, body: answer };
    return route.headers.includes('etag')
      ? tagReply(success, { tagged, ifNoneMatch: context.headers['if-none-match'] })
      : success;
  };
}

/** 202 if the answer says that the work goes on, else the status of the route. */
const statusOf = ({ status, acceptedWith }: Route, answer: unknown): number =>
  acceptedWith !== undefined && Object.hasOwn(Object(answer), acceptedWith) ? 202 : status;

function parsePathParameter(name: keyof typeof pathParameters, value: unknown): string {
  const { schema, notFound } = pathParameters[name];
  const result = schema.safeParse(value);
  if (!result.success) throw new ProblemError(notFound);
  return result.data;
}
