import { problems } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { ProblemError } from './problem-error.ts';
import { problemReply } from './reply.ts';

describe('a problem', () => {
  it('has the sentence of its code for a message, and its details only in the document', () => {
    const errors = [{ path: 'holder.name', message: 'must not be empty' }];
    const problem = new ProblemError('INVALID_REQUEST', { detail: 'More.', errors });
    expect(problem.message).toBe(problems.INVALID_REQUEST.title);
    expect(problem.document).toMatchObject({ code: 'INVALID_REQUEST', detail: 'More.', errors });
  });

  it('is answered as problem+json with the status of its code', () => {
    expect(problemReply(new ProblemError('FORBIDDEN'))).toEqual({
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

  it('tells in a header when another try makes sense', () => {
    const problem = new ProblemError('QUEUE_UNAVAILABLE', { retryAfterSeconds: 1 });
    expect(problemReply(problem).headers).toMatchObject({ 'retry-after': '1' });
  });
});
