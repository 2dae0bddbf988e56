import {
  ADMIN_SCOPE,
  CorrelationId,
  listPathParameters,
  type Route,
  UserId,
  VERSION_PREFIX,
} from '@willcall/contracts';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type * as z from 'zod';
import { ProblemError } from '../errors.ts';

/** API Gateway's payload 2.0 event; public routes come without an authorizer. */
export type HttpEvent = Omit<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'> &
    Partial<Pick<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'>>;
};

/** What a route is given. */
export type HttpRequest = {
  /** `/v1` or nothing: what a Location must begin with, so that callers stay in the form they used. */
  readonly mount: '' | typeof VERSION_PREFIX;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON where the route takes a body. */
  readonly body: unknown;
  readonly correlationId: string;
  /** X-Ray's header, as API Gateway adds it. */
  readonly traceHeader: string | undefined;
};

/** The route that was matched, e.g. `POST /purchases`, without the version. */
export const getRoute = (event: HttpEvent): string =>
  event.routeKey.replace(` ${VERSION_PREFIX}/`, ' /');

/** Takes an event apart. */
export const readRequest = (event: HttpEvent): HttpRequest => ({
  mount: event.routeKey.includes(` ${VERSION_PREFIX}/`) ? VERSION_PREFIX : '',
  path: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  headers: event.headers,
  body: event.body,
  correlationId: getCorrelationId(event),
  traceHeader: getTraceHeader(event.headers['x-amzn-trace-id']),
});

/** The caller's `X-Correlation-Id` when it has the form of one, else the gateway's request id, made to fit. */
export function getCorrelationId(event: HttpEvent): string {
  const given = CorrelationId.safeParse(event.headers['x-correlation-id']);
  if (given.success) return given.data;
  const { requestId } = event.requestContext;
  return requestId.replaceAll(/[^A-Za-z0-9._:=-]/g, '-').slice(0, 64) || 'none';
}

/**
 * SQS refuses a message whose AWSTraceHeader is malformed, and a caller may send any.
 * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
const TRACE_HEADER = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;[A-Za-z]+=[A-Za-z0-9:._-]+)*$/;

const getTraceHeader = (header: string | undefined): string | undefined =>
  header !== undefined && header.length <= 256 && TRACE_HEADER.test(header) ? header : undefined;

/** What may be the name of a field. Anything else, such as a card number, is a value gone astray. */
const FIELD_NAME = /^[A-Za-z_]{1,32}$/;

/**
 * A body or query as its schema says.
 *
 * @throws ProblemError INVALID_REQUEST with every wrong place; no value is repeated.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ProblemError('INVALID_REQUEST', {
    errors: parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: [...issue.path, FIELD_NAME.test(key) ? key : '?'].join('.'),
            message: 'is not a field of this request',
          }))
        : [{ path: issue.path.join('.'), message: issue.message }],
    ),
  });
}

/** Cognito says in each token what it is for; other issuers, and the local one, do not. */
const ACCESS = 'access';

type Authorization = {
  /** Nobody in particular where the route is for anybody. */
  readonly caller?: string;
  /** The buyer whom the path names, where it names one. */
  readonly userId?: string;
};

/**
 * Lets through whom the route is for, and says who that is. The gateway checks tokens and scopes too;
 * checked here again, a route that was wired without it is not open.
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
 * The buyer: the verified access token's `sub`, never anything of the request. The gateway verifies; a
 * function that is reached without claims refuses, and so it does an ID token of Cognito, which the
 * gateway may let through: its `aud` is the client's id, as an access token's `client_id`.
 *
 * @throws ProblemError UNAUTHENTICATED
 */
export function requireBuyer(event: HttpEvent): string {
  const { sub, token_use = ACCESS } = event.requestContext.authorizer?.jwt?.claims ?? {};
  const claimed = UserId.safeParse(sub);
  if (!claimed.success || token_use !== ACCESS) throw new ProblemError('UNAUTHENTICATED');
  return claimed.data;
}

/** Refuses whoever may not run shows. @throws ProblemError UNAUTHENTICATED, FORBIDDEN */
export function requireAdmin(event: HttpEvent): void {
  requireBuyer(event);
  if (!isAdmin(event)) throw new ProblemError('FORBIDDEN');
}

function isAdmin(event: HttpEvent): boolean {
  const scope = event.requestContext.authorizer?.jwt.claims.scope;
  return typeof scope === 'string' && scope.split(' ').includes(ADMIN_SCOPE);
}

/**
 * The buyer of a path: oneself, by one's id or as `me`, or for an admin anybody. To everyone else it
 * is as if that buyer did not exist.
 *
 * @throws ProblemError UNAUTHENTICATED, USER_NOT_FOUND
 */
export function requirePathUser(event: HttpEvent): string {
  const caller = requireBuyer(event);
  const userId = event.pathParameters?.userId;
  if (userId === 'me' || userId === caller) return caller;
  const asked = UserId.safeParse(userId);
  if (!asked.success || !isAdmin(event)) throw new ProblemError('USER_NOT_FOUND');
  return asked.data;
}
