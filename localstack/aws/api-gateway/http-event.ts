import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { LOCAL_ACCOUNT } from '../local-account.ts';
import type { JwtClaims } from './authorize.ts';
import type { RouteMatch } from './match-route.ts';

type HttpEventInput = {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly target: RequestTarget;
  readonly match: RouteMatch;
  readonly jwt: JwtClaims | undefined;
  readonly body: Buffer;
  readonly requestId: string;
};

/** The event has an `authorizer` with the claims only if the route has an authorizer. */
export type HttpEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/**
 * Creates the event that API Gateway passes to a function, in payload format 2.0.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const createHttpEvent = (input: HttpEventInput): HttpEvent => {
  const { target, match, body } = input;
  const { cookie, ...headers } = lowerCaseHeaders(input.request.rawHeaders);
  const cookies = cookie?.split(/; */).filter((part) => part !== '');
  const query = joinRepeated(new URLSearchParams(target.query));
  const text = isText(headers);
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: decodePath(target),
    rawQueryString: target.query,
    ...(cookies !== undefined && { cookies }),
    headers: { 'x-amzn-trace-id': createTraceHeader(), ...headers },
    ...(target.query !== '' && { queryStringParameters: query }),
    ...(hasEntries(match.pathParameters) && { pathParameters: match.pathParameters }),
    requestContext: createRequestContext(input, headers),
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
};

const createRequestContext = (
  { request, method, target, match, jwt, requestId }: HttpEventInput,
  headers: Readonly<Record<string, string>>,
) => {
  const now = new Date();
  return {
    accountId: LOCAL_ACCOUNT,
    apiId: 'local',
    ...(jwt !== undefined && {
      authorizer: { jwt, principalId: '', integrationLatency: 0 },
    }),
    domainName: headers.host ?? '127.0.0.1',
    domainPrefix: 'local',
    http: {
      method,
      path: decodePath(target),
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      userAgent: headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: match.routeKey,
    stage: '$default',
    time: formatLogTime(now),
    timeEpoch: now.getTime(),
  };
};

/** Formats a time as `12/Mar/2026:19:03:58 +0000`, the Apache log format that API Gateway uses. */
const formatLogTime = (time: Date): string => {
  const [, day, month, year, clock] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
};

/** Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const createTraceHeader = (): string => {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds.padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
};

/**
 * An HTTP API decodes the path before it creates the event. A REST API does not.
 * Observed on AWS: https://github.com/hotsock/voker/pull/8
 */
const decodePath = ({ path }: RequestTarget): string => decodeURIComponent(path);

const hasEntries = (record: object): boolean => Object.keys(record).length > 0;

/** Converts Node's flat list of header names and values to a record with lowercase names. */
const lowerCaseHeaders = (rawHeaders: readonly string[]): Record<string, string> => {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  }
  return joinRepeated(pairs);
};

/** Joins the values of repeated names with a comma, because payload 2.0 has no lists. */
const joinRepeated = (pairs: Iterable<readonly [string, string]>): Record<string, string> => {
  const joined = new Map<string, string>();
  for (const [name, value] of pairs) {
    const earlier = joined.get(name);
    joined.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(joined);
};

export type RequestTarget = { readonly path: string; readonly query: string };

/** Splits a request target into path and query, undecoded. The absolute form of proxies is accepted. */
export const parseRequestTarget = (url: string): RequestTarget => {
  const local = url.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = local.indexOf('?');
  return mark < 0
    ? { path: local, query: '' }
    : { path: local.slice(0, mark), query: local.slice(mark + 1) };
};

/**
 * Content types that API Gateway passes on as text. Forms are not among them.
 * Source: https://aws.amazon.com/blogs/compute/handling-binary-data-using-amazon-api-gateway-http-apis/
 */
const TEXT = /^(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i;

/** Whether the function gets the body as text. It gets every other body as base64. */
const isText = (headers: Readonly<Record<string, string>>): boolean =>
  headers['content-encoding'] === undefined && TEXT.test(headers['content-type'] ?? '');
