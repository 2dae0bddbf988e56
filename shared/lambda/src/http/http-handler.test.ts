import { MessagingError } from '@willcall/messaging';
import * as fc from 'fast-check';
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

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (body: string | undefined, event: HttpEventOptions = {}) =>
  callRoute(
    echoRoute,
    { headers: JSON_TYPE, ...(body === undefined ? {} : { body }), ...event },
    { takesBody: true },
  );

/** Creates a JSON document of exactly this many bytes. */
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
  ])('is accepted as %s', async (type) => {
    expect((await post('{}', { headers: { 'content-type': type } })).status).toBe(200);
  });

  it.each([
    ['no content type', {}],
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a similar type', { 'content-type': 'application/jsonp' }],
  ])('with %s is 415 UNSUPPORTED_MEDIA_TYPE', async (_, headers) => {
    const reply = await post('{}', { headers });
    expect(reply.status).toBe(415);
    expect(reply.json()).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['cut off', `{"card":{"number":"${SECRET}`],
    ['not JSON', SECRET.replaceAll('4', 'x')],
    ['followed by more', `{} ${SECRET}`],
    ['with a comment', `{} // ${SECRET}`],
  ])('that is %s is 400 INVALID_JSON and is not repeated', async (_, body) => {
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
  ])('with the key %s is 400 and changes no prototype', async (_, body) => {
    const reply = await post(body);
    expect(reply.json()).toMatchObject({
      status: 400,
      code: 'INVALID_JSON',
      detail: 'The body must not contain the key __proto__, nor constructor with prototype in it.',
    });
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

  it('of 17 KiB is rejected before any other check', async () => {
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

  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const NOT_UTF8 =
    'The body must be encoded in UTF-8, without U+FFFD, the replacement character of broken decoding.';
  const BOM = 'The body must not begin with a byte order mark.';

  it.each([
    ['Latin-1', bytes('{"name":"Jos\xe9"}')],
    ['a character cut off', bytes('{"name":"Jos\xc3"}')],
    ['an overlong form', bytes('{"name":"\xc0\xaf"}')],
    ['a surrogate', bytes('{"name":"\xed\xa0\x80"}')],
    ['UTF-16', Buffer.from('\ufeff{"name":"Ana"}', 'utf16le')],
    ['compressed bytes', bytes('\x1f\x8b\x08\x00')],
    ['a replacement character', Buffer.from('{"name":"Jos\ufffd"}')],
  ])('in base64 that is not UTF-8 (%s) is 400', async (_, body) => {
    const reply = await post(body.toString('base64'), { isBase64Encoded: true });
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({
      code: 'INVALID_JSON',
      detail: NOT_UTF8,
    });
  });

  it('that the gateway decoded from bytes that are not UTF-8 is 400', async () => {
    const reply = await post(bytes('{"name":"Jos\xe9"}').toString('utf8'));
    expect(reply.json()).toMatchObject({
      status: 400,
      code: 'INVALID_JSON',
      detail: NOT_UTF8,
    });
  });

  it('with a byte order mark is 400, as RFC 8259 allows', async () => {
    const body = Buffer.from('\ufeff{}').toString('base64');
    const refusal = { status: 400, code: 'INVALID_JSON', detail: BOM };
    expect((await post(body, { isBase64Encoded: true })).json()).toMatchObject(refusal);
    expect((await post('\ufeff{}')).json()).toMatchObject(refusal);
  });

  it('with a key twice has the last of its values', async () => {
    expect((await post('{"a":1,"a":2}')).json()).toEqual({ got: { a: 2 } });
  });

  it('in base64 that is not JSON is 400', async () => {
    expect((await post('%%%', { isBase64Encoded: true })).json()).toMatchObject({
      code: 'INVALID_JSON',
    });
  });

  it('is ignored by routes without a body', async () => {
    const reply = await callRoute(echoRoute, { body: '{not json', headers: {} });
    expect(reply.json()).toEqual({ got: '{not json' });
  });

  it('never causes a 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), fc.boolean(), async (body, encoded) => {
        const { status } = await post(body, { isBase64Encoded: encoded });
        expect([200, 400]).toContain(status);
      }),
    );
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
