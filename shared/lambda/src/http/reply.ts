import { problems } from '@willcall/contracts';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ProblemError } from '../errors.ts';
import { getCorrelationId, type HttpEvent } from './request.ts';

/** What a route answers. `body` is sent as JSON. */
export type HttpReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A problem as an answer: RFC 9457, with `Retry-After` where another try makes sense. */
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

/** An answer as API Gateway takes it, with the headers that every answer has. */
export const toResult = (
  event: HttpEvent,
  { status, headers, body }: HttpReply,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    'content-type': 'application/json',
    // Answers belong to one buyer, or to one moment.
    'cache-control': 'no-store',
    'x-correlation-id': getCorrelationId(event),
    ...headers,
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

/** Seconds after which a 503 is worth another try. */
const RETRY_AFTER_SECONDS = 1;

/**
 * The problem that an error is answered with. The errors of our packages carry the problem's own code;
 * @middy/http-json-body-parser's carry a status: 415 for a media type, else the body was not JSON.
 * Everything else is INTERNAL, and tells the caller nothing.
 */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const code = getMember(error, 'code');
  if (code === 'STORE_UNAVAILABLE' || code === 'QUEUE_UNAVAILABLE') {
    return new ProblemError(code, { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error });
  }
  const { package: thrower } = Object(getMember(error, 'cause')) as { package?: unknown };
  if (thrower === '@middy/http-json-body-parser') {
    const isMediaType = getMember(error, 'statusCode') === problems.UNSUPPORTED_MEDIA_TYPE.status;
    // The parser's own error quotes the body, card number and all: it is not kept as the cause.
    return new ProblemError(isMediaType ? 'UNSUPPORTED_MEDIA_TYPE' : 'INVALID_JSON');
  }
  return new ProblemError('INTERNAL', { cause: error });
}

const getMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
