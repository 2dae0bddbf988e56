import { problems } from '@willcall/contracts';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ProblemError } from '../errors.ts';
import { getCorrelationId, type HttpEvent } from './request.ts';

/** The answer of a route. `body` is sent as JSON. */
export type HttpReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** Creates an RFC 9457 answer, with `Retry-After` if a retry can help. */
export const createProblemReply = (problem: ProblemError): HttpReply => ({
  status: problem.document.status,
  headers: {
    'content-type': 'application/problem+json',
    ...(problem.retryAfterSeconds === undefined
      ? {}
      : { 'retry-after': String(problem.retryAfterSeconds) }),
  },
  body: problem.document,
});

/** Converts an answer for API Gateway and adds the common headers. HEAD gets no body (RFC 9110, 9.3.2). */
export const toResult = (
  event: HttpEvent,
  { status, headers, body }: HttpReply,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    'content-type': 'application/json',
    // An answer is for one buyer or one moment.
    'cache-control': 'no-store',
    'x-correlation-id': getCorrelationId(event),
    // The gateway adds CORS headers that name the origin of the request.
    ...(headers?.['cache-control']?.startsWith('public') ? { vary: 'origin' } : {}),
    ...headers,
  },
  ...(body === undefined || event.requestContext.http.method === 'HEAD'
    ? {}
    : { body: JSON.stringify(body) }),
});

/** Seconds before a retry after a 503. */
const RETRY_AFTER_SECONDS = 1;

/**
 * Converts an error into a problem. Errors from our packages carry the problem code. Errors from
 * @middy/http-json-body-parser carry a status: 415 for the media type, otherwise the body was not
 * valid JSON. Every other error becomes INTERNAL and reveals nothing to the caller.
 */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const code = getMember(error, 'code');
  if (code === 'STORE_UNAVAILABLE' || code === 'QUEUE_UNAVAILABLE') {
    return new ProblemError(code, { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error });
  }
  // A missing stock shard is damage that a person repairs, like a record that cannot be read.
  if (code === 'RECORD_UNREADABLE' || code === 'STOCK_MISSING') {
    return new ProblemError('RECORD_UNREADABLE', { cause: error });
  }
  const cause = getMember(error, 'cause');
  if (getMember(cause, 'package') === '@middy/http-json-body-parser') {
    const isMediaType = getMember(error, 'statusCode') === problems.UNSUPPORTED_MEDIA_TYPE.status;
    // The parser's error quotes the body, including the card number, so it is not kept as the
    // cause.
    if (isMediaType) return new ProblemError('UNSUPPORTED_MEDIA_TYPE');
    const isForbiddenKey = FORBIDDEN_KEYS.has(getMember(cause, 'data'));
    return new ProblemError('INVALID_JSON', isForbiddenKey ? { detail: FORBIDDEN_KEY } : {});
  }
  return new ProblemError('INTERNAL', { cause: error });
}

/**
 * Throws what a route answers if SQS fails it and its request is no purchase: the problem of
 * `toProblem` would be about one.
 *
 * @throws ProblemError QUEUES_UNAVAILABLE; every other error as it is
 */
export function sayQueuesUnavailable(error: unknown): never {
  if (getMember(error, 'code') !== 'QUEUE_UNAVAILABLE') throw error;
  throw new ProblemError('QUEUES_UNAVAILABLE', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause: error,
  });
}

/** Keys that change what objects inherit. The parser names the one that it refuses. */
const FORBIDDEN_KEYS: ReadonlySet<unknown> = new Set(['__proto__', 'constructor']);
const FORBIDDEN_KEY =
  'The body must not contain the key __proto__, nor constructor with prototype in it.';

const getMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
