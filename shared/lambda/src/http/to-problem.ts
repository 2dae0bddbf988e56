import { problems } from '@willcall/contracts';
import { ProblemError } from './problem-error.ts';

/** Seconds after which a 503 is worth another try. */
const RETRY_AFTER_SECONDS = 1;

/**
 * The problem that an error is answered with. The errors of our packages carry the problem's own code;
 * @middy/http-json-body-parser's carry a status: 415 for a media type, else the body was not JSON.
 * Everything else is INTERNAL, and tells the caller nothing.
 */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const code = member(error, 'code');
  if (code === 'STORE_UNAVAILABLE' || code === 'QUEUE_UNAVAILABLE') {
    return new ProblemError(code, { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error });
  }
  const { package: thrower } = Object(member(error, 'cause')) as { package?: unknown };
  if (thrower === '@middy/http-json-body-parser') {
    const isMediaType = member(error, 'statusCode') === problems.UNSUPPORTED_MEDIA_TYPE.status;
    // The parser's own error quotes the body, card number and all: it is not kept as the cause.
    return new ProblemError(isMediaType ? 'UNSUPPORTED_MEDIA_TYPE' : 'INVALID_JSON');
  }
  return new ProblemError('INTERNAL', { cause: error });
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
