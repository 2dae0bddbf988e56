import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ProblemError } from './problem-error.ts';
import { correlationIdOf, type HttpEvent } from './request.ts';

/** What a route answers. `body` is sent as JSON. */
export type HttpReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A problem as an answer: RFC 9457, with `Retry-After` where another try makes sense. */
export const problemReply = (problem: ProblemError): HttpReply => ({
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
    'x-correlation-id': correlationIdOf(event),
    ...headers,
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});
