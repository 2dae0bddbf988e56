import {
  ADMIN_SCOPE,
  CorrelationId,
  type FieldError,
  listPathParameters,
  type Route,
  UserId,
  VERSION_PREFIX,
} from '@willcall/contracts';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type * as z from 'zod/mini';
import { ProblemError } from '../errors.ts';
import { listFieldErrors } from './field-errors.ts';
import { readScopes } from './scopes.ts';

/** API Gateway's payload 2.0 event. Public routes have no authorizer. */
export type HttpEvent = Omit<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'> &
    Partial<Pick<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'>>;
};

/** The parts of a request that a route uses. */
export type HttpRequest = {
  /**
   * `/v1` or empty. A Location header starts with it, so that callers keep the form that they used.
   */
  readonly mount: '' | typeof VERSION_PREFIX;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Keyed by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON if the route takes a body. */
  readonly body: unknown;
  readonly correlationId: string;
  /** The X-Ray header that API Gateway adds. */
  readonly traceHeader: string | undefined;
};

/** Returns the matched route without the version, e.g. `POST /purchases`. HEAD is served as GET. */
export const getRoute = (event: HttpEvent): string =>
  event.routeKey.replace(` ${VERSION_PREFIX}/`, ' /').replace(/^HEAD /, 'GET ');

/** Extracts the parts of a request from an event. */
export const readRequest = (event: HttpEvent): HttpRequest => ({
  mount: event.routeKey.includes(` ${VERSION_PREFIX}/`) ? VERSION_PREFIX : '',
  path: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  headers: event.headers,
  body: event.body,
  correlationId: getCorrelationId(event),
  traceHeader: getTraceHeader(event.headers['x-amzn-trace-id']),
});

/**
 * Returns the caller's `X-Correlation-Id` if it is valid. Otherwise returns the gateway's request
 * id with invalid characters replaced.
 */
export function getCorrelationId(event: HttpEvent): string {
  const given = CorrelationId.safeParse(event.headers['x-correlation-id']);
  if (given.success) return given.data;
  const { requestId } = event.requestContext;
  const own = CorrelationId.safeParse(requestId.replaceAll(/[^A-Za-z0-9._:=-]/g, '-').slice(0, 64));
  return own.success ? own.data : 'none';
}

/**
 * The fields that X-Ray defines. SQS rejects a message with a malformed AWSTraceHeader, a caller may send any
 * value, and a field of the caller's own could carry anything into a trace.
 * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
const TRACE_HEADER =
  /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;(Parent=[0-9a-f]{16}|Sampled=[01?]|Lineage=[0-9a-f:|]{1,64}))*$/;

const getTraceHeader = (header: string | undefined): string | undefined =>
  header !== undefined && header.length <= 256 && TRACE_HEADER.test(header) ? header : undefined;

/**
 * Reads a body as it was sent, for a handler that verifies its signature.
 *
 * @throws ProblemError WEBHOOK_TOO_LARGE
 */
export function readRawBody(
  { body = '', isBase64Encoded }: HttpEvent,
  { maxBytes }: NonNullable<Route['rawBody']>,
): string {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > maxBytes) throw new ProblemError('WEBHOOK_TOO_LARGE');
  return bytes.toString('utf8');
}

/** Lists faults of an input. It repeats no value. */
export type FindFaults = (input: unknown) => readonly FieldError[];

/**
 * Validates a body or query against its schema.
 *
 * @param findOthers lists faults that the schema does not see, for an answer that lists everything. It runs only
 *   if the schema found some.
 * @throws ProblemError INVALID_REQUEST that lists every invalid field and repeats no value.
 */
export function parseInput<S extends z.ZodMiniType>(
  schema: S,
  input: unknown,
  findOthers: FindFaults = () => [],
): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = listFieldErrors(parsed.error, input, findOthers(input));
  throw new ProblemError('INVALID_REQUEST', { errors });
}

/** Cognito states the use of each token. Other issuers, including the local one, do not. */
const ACCESS = 'access';

type Authorization = {
  /** The user id of the caller. Undefined on public routes. */
  readonly caller?: string;
  /** The buyer that the path names, if it names one. */
  readonly userId?: string;
};

/**
 * Checks that the caller may use the route, and returns who they are. The gateway checks tokens and
 * scopes as well. Because of this second check, a route that is deployed without an authorizer is
 * not open.
 *
 * @throws ProblemError UNAUTHENTICATED, FORBIDDEN, USER_NOT_FOUND
 */
export function authorize(
  { access, path }: Pick<Route, 'access' | 'path'>,
  event: HttpEvent,
): Authorization {
  if (access === 'anybody') return {};
  if (access === 'admin') requireAdmin(event);
  const caller = requireBuyer(event);
  return listPathParameters(path).includes('userId')
    ? { caller, userId: requirePathUser(event) }
    : { caller };
}

/**
 * Returns the buyer: the `sub` of the verified access token, and never a value from the request.
 * The gateway verifies tokens. Without claims the function rejects the request. It also rejects a
 * Cognito ID token, which the gateway may accept because its `aud` is the client id, like the
 * `client_id` of an access token.
 *
 * @throws ProblemError UNAUTHENTICATED
 */
export function requireBuyer(event: HttpEvent): string {
  const { sub, token_use = ACCESS } = event.requestContext.authorizer?.jwt?.claims ?? {};
  const claimed = UserId.safeParse(sub);
  if (!claimed.success || token_use !== ACCESS) throw new ProblemError('UNAUTHENTICATED');
  return claimed.data;
}

/**
 * Rejects callers without the admin scope.
 *
 * @throws ProblemError UNAUTHENTICATED, FORBIDDEN
 */
export function requireAdmin(event: HttpEvent): void {
  requireBuyer(event);
  if (!isAdmin(event)) throw new ProblemError('FORBIDDEN');
}

const isAdmin = (event: HttpEvent): boolean =>
  readScopes(event.requestContext.authorizer?.jwt.claims ?? {}).includes(ADMIN_SCOPE);

/**
 * Returns the buyer that the path names. Callers may name themselves by id or as `me`. Admins may
 * name any buyer. For everyone else, other buyers do not exist.
 *
 * @throws ProblemError UNAUTHENTICATED, USER_NOT_FOUND
 */
export function requirePathUser(event: HttpEvent): string {
  const caller = requireBuyer(event);
  const userId = event.pathParameters?.userId;
  if (userId === 'me' || userId === caller) return caller;
  const requested = UserId.safeParse(userId);
  if (!requested.success || !isAdmin(event)) throw new ProblemError('USER_NOT_FOUND');
  return requested.data;
}
