import { MessagingError } from '@willcall/messaging';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../errors.ts';
import { captureOutput } from '../observability/captured-output.fixture.ts';
import { observe } from '../observability/observe.ts';
import {
  type Around,
  callRoute,
  createFailingRoute,
  echoRoute,
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

  it('is JSON, kept by no cache', async () => {
    expect(await headersOf({})).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
  });

  it('returns the correlation id that the caller gave', async () => {
    expect(await headersOf(withId('order-7'))).toMatchObject({ 'x-correlation-id': 'order-7' });
  });

  it.each(['a b', 'a\r\nset-cookie: x=1', 'x'.repeat(65)])(
    'returns the gateway’s request id for the correlation id %j',
    async (id) => {
      expect(await headersOf(withId(id))).toMatchObject({ 'x-correlation-id': 'JKJaXmPLvHcESHA=' });
    },
  );

  it('returns the gateway’s request id when the caller gave no correlation id', async () => {
    expect(await headersOf({})).toMatchObject({ 'x-correlation-id': 'JKJaXmPLvHcESHA=' });
  });

  it('that is a problem is problem+json, with the same correlation id and for no cache', async () => {
    const headers = await headersOf(withId('order-7'), createFailingRoute(new Error('x')));
    expect(headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-correlation-id': 'order-7',
    });
  });

  it('has the status and the headers of its route', async () => {
    const route: Route = async () => ({
      status: 202,
      headers: { location: '/v1/purchases/x' },
      body: {},
    });
    const reply = await callRoute(route);
    expect(reply.status).toBe(202);
    expect(reply.headers).toMatchObject({ location: '/v1/purchases/x' });
  });

  it('without a body has none', async () => {
    expect((await callRoute(async () => ({ status: 204 }))).text).toBe('');
  });
});

describe('an error', () => {
  it('that nobody expected is 500 INTERNAL, with no internals', async () => {
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
  ])('that is %s is 500 INTERNAL as well', async (_, thrown) => {
    const reply = await callRoute(createFailingRoute(thrown));
    expect(reply.status).toBe(500);
    expect(reply.json()).toMatchObject({ code: 'INTERNAL' });
    expect(reply.text).not.toContain(SECRET);
  });

  it('of a 500 is logged with its name and its causes’, and no word of theirs', async () => {
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

  it('of the caller is logged as a refusal, with no word of what was sent', async () => {
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

  it('is counted by its status, beside all requests', async () => {
    const output = captureOutput();
    await callRoute(createFailingRoute(new ProblemError('SHOW_NOT_FOUND')));
    expect(output.lines()).toContainEqual(expect.objectContaining({ Requests: 1, Problem404: 1 }));
  });

  it('of the queue is 503, to be tried again', async () => {
    const reply = await callRoute(createFailingRoute(new MessagingError('SQS did not take it')));
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
    const stack = createHttpHandler(observe('test', {}), once);
    expect((await stack(createHttpEvent(), createLambdaContext())).statusCode).toBe(500);
    expect((await stack(createHttpEvent(), createLambdaContext())).statusCode).toBe(200);
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (body: string | undefined, event: HttpEventOptions = {}) =>
  callRoute(
    echoRoute,
    { headers: JSON_TYPE, ...(body === undefined ? {} : { body }), ...event },
    { takesBody: true },
  );

/** A JSON document of exactly so many bytes. */
const jsonOfBytes = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;

describe('a body', () => {
  it('is parsed', async () => {
    expect((await post('{"a":[1,"é"]}')).json()).toEqual({ got: { a: [1, 'é'] } });
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/merge-patch+json',
  ])('is taken as %s', async (type) => {
    expect((await post('{}', { headers: { 'content-type': type } })).status).toBe(200);
  });

  it.each([
    ['no content type', {}],
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON’s neighbour', { 'content-type': 'application/jsonp' }],
  ])('with %s is 415 UNSUPPORTED_MEDIA_TYPE', async (_, headers) => {
    const reply = await post('{}', { headers });
    expect(reply.status).toBe(415);
    expect(reply.json()).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['cut off', `{"card":{"number":"${SECRET}`],
    ['no JSON at all', SECRET.replaceAll('4', 'x')],
    ['followed by more', `{} ${SECRET}`],
    ['with a comment', `{} // ${SECRET}`],
  ])('that is %s is 400 INVALID_JSON, and is not repeated', async (_, body) => {
    const output = captureOutput();
    const reply = await post(body);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'INVALID_JSON' });
    expect(reply.text + output.text()).not.toContain(SECRET);
  });

  it.each([
    ['__proto__', '{"__proto__": {"isAdmin": true}}'],
    ['__proto__, nested', '{"holder": [{"__proto__": 1}]}'],
    ['__proto__, escaped', '{"\\u005f_proto__": 1}'],
    ['constructor.prototype', '{"constructor": {"prototype": {}}}'],
  ])('with the key %s is 400, and changes no prototype', async (_, body) => {
    expect((await post(body)).status).toBe(400);
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  it.each([
    ['16 KiB', jsonOfBytes(16 * 1024), 200],
    ['16 KiB and a byte', jsonOfBytes(16 * 1024 + 1), 413],
    ['17 KiB', jsonOfBytes(17 * 1024), 413],
    ['16 KiB of characters of two bytes', `"${'é'.repeat(8 * 1024)}"`, 413],
  ])('of %s is %i', async (_, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  it('of 17 KiB is refused before anything else is said of it', async () => {
    const reply = await post('x'.repeat(17 * 1024), { headers: {} });
    expect(reply.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it('in base64 is decoded', async () => {
    const body = Buffer.from('{"a":"é"}').toString('base64');
    expect((await post(body, { isBase64Encoded: true })).json()).toEqual({ got: { a: 'é' } });
  });

  it.each([
    ['16 KiB', 16 * 1024, 200],
    ['16 KiB and a byte', 16 * 1024 + 1, 413],
  ])('in base64 of %s, decoded, is %i', async (_, bytes, status) => {
    const body = Buffer.from(jsonOfBytes(bytes)).toString('base64');
    expect((await post(body, { isBase64Encoded: true })).status).toBe(status);
  });

  it('in base64 that holds no JSON is 400', async () => {
    expect((await post('%%%', { isBase64Encoded: true })).json()).toMatchObject({
      code: 'INVALID_JSON',
    });
  });

  it('is left alone by routes that take none', async () => {
    const reply = await callRoute(echoRoute, { body: '{not json', headers: {} });
    expect(reply.json()).toEqual({ got: '{not json' });
  });

  it('makes no 500, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), fc.boolean(), async (body, encoded) => {
        const { status } = await post(body, { isBase64Encoded: encoded });
        expect([200, 400]).toContain(status);
      }),
    );
  });
});

describe('what stands around the parsing', () => {
  it('sees the answers to requests that fail in it', async () => {
    const seen: unknown[] = [];
    const around: Around = {
      before: () => {
        seen.push('before');
      },
      onError: ({ response }) => {
        seen.push(response?.status);
      },
    };
    await callRoute(echoRoute, { headers: {}, body: '{}' }, { takesBody: true, around: [around] });
    expect(seen).toEqual(['before', 415]);
  });

  it('may refuse by itself, before the body is looked at', async () => {
    const around: Around = {
      before: () => {
        throw new ProblemError('INVALID_IDEMPOTENCY_KEY');
      },
    };
    const reply = await callRoute(echoRoute, { body: '{' }, { takesBody: true, around: [around] });
    expect(reply.json()).toMatchObject({ code: 'INVALID_IDEMPOTENCY_KEY' });
  });
});
