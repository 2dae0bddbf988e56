import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { invoke, type LambdaFunction } from '../lambda/invoke.ts';
import { type LocalLog, logToConsole } from '../process/local-log.ts';
import { type LoopbackServer, readBody, startLoopbackServer } from '../process/loopback-server.ts';
import { type Authorize, type AuthorizerOptions, createJwtAuthorizer } from './authorize.ts';
import { allowReading, answerPreflight, type CorsSettings } from './cors.ts';
import { createHttpEvent, parseRequestTarget, type RequestTarget } from './http-event.ts';
import {
  createGatewayResponse,
  createHttpResponse,
  type GatewayStatus,
  type HttpResponse,
} from './http-response.ts';
import {
  createRouteMatcher,
  type GatewayRoute,
  type MatchRoute,
  type RouteMatch,
} from './match-route.ts';
import type { FrontRequest, ServeFirst } from './serve-first.ts';

type GatewayOptions = {
  readonly functions: GatewayDependencies['functions'];
  /** The first route that matches a request serves it. */
  readonly routes: readonly GatewayRoute[];
  readonly authorizer: AuthorizerOptions;
  /** What is served before the routes, by the first that answers. */
  readonly serveFirst?: readonly ServeFirst[];
  /** Default: no page of another origin can read an answer of a route. */
  readonly cors?: CorsSettings | undefined;
  /** Default: any free port. */
  readonly port?: number | undefined;
  readonly log?: LocalLog;
};

/**
 * The maximum size of the request line and headers together.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const MAX_HEADERS_BYTES = 10_240;

/** Starts the local API Gateway: an HTTP API with a JWT authorizer, on 127.0.0.1. */
export const startGateway = async (options: GatewayOptions): Promise<LoopbackServer> => {
  const log = options.log ?? logToConsole;
  const dependencies: GatewayDependencies = {
    matchRoute: createRouteMatcher(options.routes),
    authorize: createJwtAuthorizer(options.authorizer),
    functions: options.functions,
    serveFirst: options.serveFirst ?? [],
    cors: options.cors,
    log,
  };
  return await startLoopbackServer(
    { port: options.port, maxHeaderSize: MAX_HEADERS_BYTES },
    async (request, response, isStopping) => {
      try {
        send(response, await handle(dependencies, request), isStopping());
      } catch (error) {
        log({ message: 'The gateway failed', subject: 'gateway', error });
        if (!response.headersSent) send(response, createGatewayResponse(500), true);
      }
    },
  );
};

const send = (
  response: ServerResponse,
  { statusCode, headers, cookies, body }: HttpResponse,
  close: boolean,
): void => {
  // The function leaves out the body of a HEAD or a 304. Its length is then not known, and 0 would be wrong (RFC 9110, 8.6).
  const hasBody = response.req.method !== 'HEAD' && statusCode !== 304;
  const isLengthKnown = hasBody || body.length > 0;
  response.writeHead(statusCode, {
    ...headers,
    ...(isLengthKnown && { 'content-length': body.length }),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    ...(close && { connection: 'close' }),
  });
  response.end(body);
};

type GatewayDependencies = {
  readonly matchRoute: MatchRoute;
  readonly authorize: Authorize;
  readonly serveFirst: readonly ServeFirst[];
  readonly cors: CorsSettings | undefined;
  readonly functions: Readonly<Record<string, LambdaFunction | undefined>>;
  readonly log: LocalLog;
};

/** Processes a request as API Gateway does: route, token, body, function. */
const handle = async (
  dependencies: GatewayDependencies,
  request: IncomingMessage,
): Promise<HttpResponse> => {
  const requestId = randomUUID();
  const response = await answer(dependencies, request, requestId);
  return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
};

const answer = async (
  dependencies: GatewayDependencies,
  request: IncomingMessage,
  requestId: string,
): Promise<HttpResponse> => {
  const { serveFirst, cors } = dependencies;
  const { host = [] } = request.headersDistinct;
  const { method } = request;
  if (host.length > 1 || method === undefined) return createGatewayResponse(400);
  const target = parseRequestTarget(request.url ?? '/');
  const front = toFrontRequest(request, method, target);
  for (const serve of serveFirst) {
    const response = await serve(front);
    if (response !== undefined) return response;
  }
  const preflight = cors && answerPreflight(cors, request);
  if (preflight !== undefined) return preflight;
  const response = await answerByRoute(dependencies, { request, method, target, requestId });
  return cors === undefined ? response : allowReading(cors, request, response);
};

type ReadRequest = Pick<
  Parameters<typeof createHttpEvent>[0],
  'request' | 'method' | 'target' | 'requestId'
>;

const answerByRoute = async (
  { matchRoute, authorize, functions, log }: GatewayDependencies,
  { request, method, target, requestId }: ReadRequest,
): Promise<HttpResponse> => {
  const { authorization = [] } = request.headersDistinct;
  const match = matchRequest(matchRoute, method, target);
  if (typeof match === 'number') return createGatewayResponse(match);
  const permit = await authorize(match.route.scopes, authorization);
  if (permit.verdict === 'unauthorized') return createGatewayResponse(401);
  if (permit.verdict === 'forbidden') return createGatewayResponse(403);
  const body = await readBody(request);
  if (body === 'too-large') return createGatewayResponse(413);
  const { function: id } = match.route;
  const lambda = functions[id];
  if (lambda === undefined) return logFailure(log, id, 'The route has no function');
  const event = createHttpEvent({
    request,
    method,
    target,
    match,
    jwt: permit.jwt,
    body,
    requestId,
  });
  const invocation = await invoke(lambda, event);
  if (invocation.outcome === 'timed-out') return logFailure(log, id, 'Task timed out', 503);
  if (invocation.outcome === 'threw') {
    return logFailure(log, id, 'The function threw an error', 500, invocation.error);
  }
  return (
    createHttpResponse(invocation.result) ??
    logFailure(log, id, 'The function did not return a valid response')
  );
};

const toFrontRequest = (
  request: IncomingMessage,
  method: string,
  { path }: RequestTarget,
): FrontRequest => ({
  method,
  path,
  headers: request.headersDistinct,
  port: request.socket.localPort ?? 0,
  readBody: (maxBytes) => readBody(request, maxBytes),
});

const matchRequest = (
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

const logFailure = (
  log: LocalLog,
  subject: string,
  message: string,
  status: GatewayStatus = 500,
  error?: unknown,
): HttpResponse => {
  log({ message, subject, error });
  return createGatewayResponse(status);
};
