import type middy from '@middy/core';
import { observe } from '../observability/observe.ts';
import {
  createHttpEvent,
  createLambdaContext,
  type HttpEventOptions,
} from './http-event.fixture.ts';
import { createHttpHandler, type Route } from './http-handler.ts';
import type { HttpReply } from './reply.ts';
import type { HttpEvent } from './request.ts';

/** A value that callers send and errors contain. No answer and no log may repeat it. */
export const SECRET = '4242424242424242';

/** Answers with the body that it received. */
export const echoRoute: Route = async ({ body }) => ({ status: 200, body: { got: body } });

/** Creates a route that throws. */
export const createFailingRoute =
  (error: unknown): Route =>
  async () => {
    throw error;
  };

export type OuterMiddleware = middy.MiddlewareObj<HttpEvent, HttpReply>;

/** Calls a route through its handler, as API Gateway does. */
export async function callRoute(
  route: Route,
  event: HttpEventOptions = {},
  options: {
    readonly takesBody?: boolean;
    readonly outerMiddleware?: readonly OuterMiddleware[];
  } = {},
) {
  const reply = await createHttpHandler(
    observe('test', {}),
    route,
    options,
  )(createHttpEvent({ routeKey: 'POST /v1/purchases', ...event }), createLambdaContext());
  return {
    status: reply.statusCode,
    headers: reply.headers ?? {},
    text: reply.body ?? '',
    json: (): unknown => JSON.parse(reply.body ?? ''),
  };
}
