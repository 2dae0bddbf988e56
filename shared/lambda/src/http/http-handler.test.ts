import { MessagingError } from '@willcall/messaging';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../errors.ts';
import { captureOutput } from '../observability/captured-output.fixture.ts';
import { observe } from '../observability/observe.ts';
import {
  callRoute,
  createFailingRoute,
  echoRoute,
  type OuterMiddleware,
  SECRET,
} from './http-call.fixture.ts';
import {
  createHttpEvent,
  createLambdaContext,
  type HttpEventOptions,
} from './http-event.fixture.ts';
import { createHttpHandler, type Route } from './http-handler.ts';

describe('an answer', () => {
  const headersOf = async (event: HttpEventOptions, route: Route = echoRoute) =>
    (await callRoute(route, event)).headers;
  const withId = (id: string) => ({ headers: { 'x-correlation-id': id } });

  it('is JSON and not cacheable', async () => {
    expect(await headersOf({})).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
  });

  it('has the correlation id of the caller', async () => {
    expect(await headersOf(withId('order-7'))).toMatchObject({ 'x-correlation-id': 'order-7' });
  });

  it.each(['a b', 'a\r\nset-cookie: x=1', 'x'.repeat(65)])(
    'has the request id of the gateway instead of the correlation id %j',
    async (id) => {
      expect(await headersOf(withId(id))).toMatchObject({ 'x-correlation-id': 'JKJaXmPLvHcESHA=' });
    },
  );

  it('has the request id of the gateway without a correlation id', async () => {
    expect(await headersOf({})).toMatchObject({ 'x-correlation-id': 'JKJaXmPLvHcESHA=' });
  });

  it('that is a problem is problem+json with the same correlation id, and not cacheable', async () => {
    const headers = await headersOf(withId('order-7'), createFailingRoute(new Error('x')));
    expect(headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-correlation-id': 'order-7',
    });
  });

  it('has the status and headers of its route', async () => {
    const route: Route = async () => ({
      status: 202,
      headers: { location: '/v1/purchases/x' },
      body: {},
    });
    const reply = await callRoute(route);
    expect(reply.status).toBe(202);
    expect(reply.headers).toMatchObject({ location: '/v1/purchases/x' });
  });

  it('to HEAD has the headers of GET and no body', async () => {
    const reply = await callRoute(echoRoute, { routeKey: 'HEAD /v1/shows' });
    expect(reply).toMatchObject({ status: 200, text: '' });
    expect(reply.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it('has no body if the route returns none', async () => {
    expect((await callRoute(async () => ({ status: 204 }))).text).toBe('');
  });
});

describe('an error', () => {
  it('that is unexpected is 500 INTERNAL, without internal details', async () => {
    const error = new TypeError(`Cannot read ${SECRET}`, { cause: new Error(SECRET) });
    const reply = await callRoute(createFailingRoute(error));
    expect(reply.status).toBe(500);
    expect(reply.json()).toEqual({
      type: 'urn:willcall:problem:internal',
      title: 'An internal error occurred.',
      status: 500,
      code: 'INTERNAL',
    });
  });

  it.each([
    ['a text', SECRET],
    ['nothing', undefined],
    ['an object', { statusCode: 200, body: SECRET }],
  ])('that is %s is also 500 INTERNAL', async (_, thrown) => {
    const reply = await callRoute(createFailingRoute(thrown));
    expect(reply.status).toBe(500);
    expect(reply.json()).toMatchObject({ code: 'INTERNAL' });
    expect(reply.text).not.toContain(SECRET);
  });

  it('with status 500 is logged with the names of its chain, and no messages', async () => {
    const output = captureOutput();
    await callRoute(createFailingRoute(new TypeError(SECRET, { cause: new RangeError(SECRET) })));
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

  it('of the caller is logged as a refusal, without the input', async () => {
    const output = captureOutput();
    const errors = [{ path: SECRET, message: SECRET }];
    await callRoute(
      createFailingRoute(new ProblemError('INVALID_REQUEST', { detail: SECRET, errors })),
    );
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

  it('is counted by status, in addition to all requests', async () => {
    const output = captureOutput();
    await callRoute(createFailingRoute(new ProblemError('SHOW_NOT_FOUND')));
    expect(output.lines()).toContainEqual(expect.objectContaining({ Requests: 1, Problem404: 1 }));
  });

  it('of the queue is 503 with Retry-After', async () => {
    const reply = await callRoute(createFailingRoute(new MessagingError('SQS did not take it')));
    expect(reply.status).toBe(503);
    expect(reply.headers).toMatchObject({ 'retry-after': '1' });
    expect(reply.json()).toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
  });

  it('leaves no state for the next request in the same environment', async () => {
    let calls = 0;
    const once: Route = async () => {
      calls += 1;
      if (calls === 1) throw new Error('first');
      return { status: 200, body: {} };
    };
    const stack = createHttpHandler(observe('test', {}), once);
    expect((await stack(createHttpEvent(), createLambdaContext())).statusCode).toBe(500);
    expect((await stack(createHttpEvent(), createLambdaContext())).statusCode).toBe(200);
  });
});

describe('the outer middleware', () => {
  const inside = (outer: OuterMiddleware) => ({ takesBody: true, outerMiddleware: [outer] });

  it('sees answers to requests that fail in parsing', async () => {
    const seen: unknown[] = [];
    const outer: OuterMiddleware = {
      before: () => {
        seen.push('before');
      },
      onError: ({ response }) => {
        seen.push(response?.status);
      },
    };
    await callRoute(echoRoute, { headers: {}, body: '{}' }, inside(outer));
    expect(seen).toEqual(['before', 415]);
  });

  it('can reject a request before the body is parsed', async () => {
    const outer: OuterMiddleware = {
      before: () => {
        throw new ProblemError('INVALID_IDEMPOTENCY_KEY');
      },
    };
    const reply = await callRoute(echoRoute, { body: '{' }, inside(outer));
    expect(reply.json()).toMatchObject({ code: 'INVALID_IDEMPOTENCY_KEY' });
  });
});
