import { problems } from '@willcall/contracts';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, ProblemError } from '../errors.ts';
import { createProblemReply, toProblem } from './reply.ts';

const SECRET = '4242424242424242';

/** An error as @middy/http-json-body-parser throws it: a status, and the body itself in the cause. */
const parserError = (statusCode: number) =>
  Object.assign(
    new Error('Invalid or malformed JSON was provided', {
      cause: { package: '@middy/http-json-body-parser', data: SECRET },
    }),
    { statusCode },
  );

describe('an error', () => {
  it('that is a problem is answered unchanged', () => {
    const problem = new ProblemError('SHOW_NOT_FOUND');
    expect(toProblem(problem)).toBe(problem);
  });

  it.each([
    ['the queue is unavailable', new MessagingError('SQS did not'), 'QUEUE_UNAVAILABLE'],
    ['the store is unavailable', new StoreError('STORE_UNAVAILABLE', 'no'), 'STORE_UNAVAILABLE'],
  ])(
    'that says %s is a 503 with its cause, and the caller can retry in a second',
    (_, error, code) => {
      const problem = toProblem(error);
      expect(problem).toMatchObject({ code, retryAfterSeconds: 1, cause: error });
      expect(problem.document.status).toBe(503);
    },
  );

  it.each(['RECORD_UNREADABLE', 'STOCK_MISSING'] as const)(
    '%s is a 500 that says a record is damaged, and no retry helps',
    (code) => {
      const error = new StoreError(code, SECRET);
      const problem = toProblem(error);
      expect(problem).toMatchObject({ code: 'RECORD_UNREADABLE', retryable: false, cause: error });
      expect(problem.document.status).toBe(500);
      expect(JSON.stringify(problem.document)).not.toContain(SECRET);
    },
  );

  it.each([
    ['a wrong configuration', new ConfigurationError('wrong')],
    ['a programming error', new TypeError(SECRET)],
    ['an error with a status', Object.assign(new Error(SECRET), { statusCode: 400 })],
    [
      'an error with a code of another package',
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    ],
    ['an error with a cause of another package', new Error('x', { cause: { package: 'x' } })],
    ['a text', SECRET],
    ['an object', { statusCode: 404, body: SECRET }],
    ['null', null],
    ['nothing', undefined],
  ])('that is %s is a 500 that reveals nothing to the caller and keeps its cause', (_, error) => {
    const problem = toProblem(error);
    expect(problem.document).toEqual({
      type: 'urn:willcall:problem:internal',
      title: 'An internal error occurred.',
      status: 500,
      code: 'INTERNAL',
    });
    expect(problem.cause).toBe(error);
    expect(problem.retryAfterSeconds).toBeUndefined();
  });

  it.each([
    [415, 'UNSUPPORTED_MEDIA_TYPE', 415],
    [422, 'INVALID_JSON', 400],
  ])('of the body parser with status %i is %s', (statusCode, code, status) => {
    const problem = toProblem(parserError(statusCode));
    expect(problem.code).toBe(code);
    expect(problem.document.status).toBe(status);
  });

  it('of the body parser is not kept as the cause, because it contains the body', () => {
    expect(toProblem(parserError(422)).cause).toBeUndefined();
  });
});

describe('a problem', () => {
  it('has the sentence of its code as its message, and its details only in the document', () => {
    const errors = [{ path: 'holder.name', message: 'must not be empty' }];
    const problem = new ProblemError('INVALID_REQUEST', { detail: 'More.', errors });
    expect(problem.message).toBe(problems.INVALID_REQUEST.title);
    expect(problem.document).toMatchObject({ code: 'INVALID_REQUEST', detail: 'More.', errors });
  });

  it('is answered as problem+json with the status of its code', () => {
    expect(createProblemReply(new ProblemError('FORBIDDEN'))).toEqual({
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'urn:willcall:problem:forbidden',
        title: problems.FORBIDDEN.title,
        status: 403,
        code: 'FORBIDDEN',
      },
    });
  });

  it('has a Retry-After header if a retry makes sense', () => {
    const problem = new ProblemError('QUEUE_UNAVAILABLE', { retryAfterSeconds: 1 });
    expect(createProblemReply(problem).headers).toMatchObject({ 'retry-after': '1' });
  });
});
