import type { ProblemError } from './problem-error.ts';

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
