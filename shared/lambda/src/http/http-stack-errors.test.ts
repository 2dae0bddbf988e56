import { MessagingError } from '@willcall/messaging';
import { describe, expect, it } from 'vitest';
import { captureOutput } from '../observability/captured-output.fixture.ts';
import { observe } from '../observability/observe.ts';
import { call, failing, SECRET } from './http-call.fixture.ts';
import { httpEvent, lambdaContext } from './http-event.fixture.ts';
import { httpStack, type Route } from './http-stack.ts';
import { ProblemError } from './problem-error.ts';

describe('an error', () => {
  it('that nobody expected is 500 INTERNAL, with no internals', async () => {
    const error = new TypeError(`Cannot read ${SECRET}`, { cause: new Error(SECRET) });
    const reply = await call(failing(error));
    expect(reply.status).toBe(500);
    expect(reply.json()).toEqual({
      type: 'urn:willcall:problem:internal',
      title: 'Something went wrong on our side.',
      status: 500,
      code: 'INTERNAL',
    });
  });

  it.each([
    ['a text', SECRET],
    ['nothing', undefined],
    ['an object', { statusCode: 200, body: SECRET }],
  ])('that is %s is 500 INTERNAL as well', async (_, thrown) => {
    const reply = await call(failing(thrown));
    expect(reply.status).toBe(500);
    expect(reply.json()).toMatchObject({ code: 'INTERNAL' });
    expect(reply.text).not.toContain(SECRET);
  });

  it('of a 500 is logged with its name and its causes’, and no word of theirs', async () => {
    const output = captureOutput();
    await call(failing(new TypeError(SECRET, { cause: new RangeError(SECRET) })));
    expect(output.lines()).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        message: 'Request failed',
        route: 'POST /purchases',
        status: 500,
        code: 'INTERNAL',
        correlationId: 'JKJaXmPLvHcESHA=',
        error: expect.objectContaining({
          name: 'ProblemError',
          cause: expect.objectContaining({
            name: 'TypeError',
            cause: expect.objectContaining({ name: 'RangeError' }),
          }),
        }),
      }),
    );
    expect(output.text()).not.toContain(SECRET);
  });

  it('of the caller is logged as a refusal, with no word of what was sent', async () => {
    const output = captureOutput();
    const errors = [{ path: SECRET, message: SECRET }];
    await call(failing(new ProblemError('INVALID_REQUEST', { detail: SECRET, errors })));
    expect(output.lines()).toContainEqual(
      expect.objectContaining({
        level: 'INFO',
        message: 'Request refused',
        status: 400,
        code: 'INVALID_REQUEST',
      }),
    );
    expect(output.text()).not.toContain(SECRET);
  });

  it('is counted by its status, beside all requests', async () => {
    const output = captureOutput();
    await call(failing(new ProblemError('SHOW_NOT_FOUND')));
    expect(output.lines()).toContainEqual(expect.objectContaining({ Requests: 1, Problem404: 1 }));
  });

  it('of the queue is 503, to be tried again', async () => {
    const reply = await call(failing(new MessagingError('SQS did not take it')));
    expect(reply.status).toBe(503);
    expect(reply.headers).toMatchObject({ 'retry-after': '1' });
    expect(reply.json()).toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
  });

  it('keeps nothing for the next request of the same environment', async () => {
    let calls = 0;
    const once: Route = async () => {
      calls += 1;
      if (calls === 1) throw new Error('first');
      return { status: 200, body: {} };
    };
    const stack = httpStack(observe('test', {}), once);
    expect((await stack(httpEvent(), lambdaContext())).statusCode).toBe(500);
    expect((await stack(httpEvent(), lambdaContext())).statusCode).toBe(200);
  });
});
