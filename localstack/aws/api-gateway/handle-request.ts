import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FunctionId } from '@willcall/topology';
import { invoke, type LambdaFunction } from '../lambda/invoke.ts';

import type { LocalLog } from '../process/local-log.ts';
import { readBody } from '../process/loopback-server.ts';
import type { Authorize } from './authorize.ts';
import { type GatewayStatus, gatewayResponse } from './gateway-response.ts';
import { httpEvent } from './http-event.ts';
import { type HttpResponse, httpResponse } from './http-response.ts';
import type { MatchRoute, RouteMatch } from './match-route.ts';
import { type RequestTarget, requestTarget } from './request-target.ts';

export type GatewayDependencies = {
  readonly matchRoute: MatchRoute;
  readonly authorize: Authorize;
  readonly functions: Partial<Readonly<Record<FunctionId, LambdaFunction>>>;
  readonly log: LocalLog;
};

export type GatewayAnswer = HttpResponse & { readonly requestId: string };

/** Route, token, body, function: a request's way through API Gateway. */
export const requestHandler =
  (dependencies: GatewayDependencies) =>
  async (request: IncomingMessage): Promise<GatewayAnswer> => {
    const requestId = randomUUID();
    const response = await answer(dependencies, request, requestId);
    const { headers } = response;
    return { ...response, headers: { ...headers, 'apigw-requestid': requestId }, requestId };
  };

const answer = async (
  { matchRoute, authorize, functions, log }: GatewayDependencies,
  request: IncomingMessage,
  requestId: string,
): Promise<HttpResponse> => {
  const target = requestTarget(request.url ?? '/');
  const match = matched(matchRoute, request.method ?? '', target);
  if (typeof match === 'number') return gatewayResponse(match);
  const permit = await authorize(match.route.access, request.headers.authorization);
  if (permit.verdict === 'unauthorized') return gatewayResponse(401);
  if (permit.verdict === 'forbidden') return gatewayResponse(403);
  const body = await readBody(request);
  if (body === 'too-large') return gatewayResponse(413);
  const { function: id } = match.route;
  const lambda = functions[id];
  if (lambda === undefined) return failed(log, id, 'The route has no function');
  const event = httpEvent({ request, target, match, jwt: permit.jwt, body, requestId });
  const invocation = await invoke(lambda, event);
  if (invocation.outcome === 'timed-out') return failed(log, id, 'Task timed out', 503);
  if (invocation.outcome === 'threw') {
    return failed(log, id, 'The function threw', 500, invocation.error);
  }
  return httpResponse(invocation.result) ?? failed(log, id, 'The function answered no response');
};

const matched = (
  matchRoute: MatchRoute,
  method: string,
  target: RequestTarget,
): RouteMatch | 400 | 404 => {
  try {
    return matchRoute(method, target.path) ?? 404;
  } catch {
    return 400;
  }
};

const failed = (
  log: LocalLog,
  subject: FunctionId,
  message: string,
  status: GatewayStatus = 500,
  error?: unknown,
): HttpResponse => {
  log({ message, subject, error });
  return gatewayResponse(status);
};
