import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureOutput } from '../observability/captured-output.fixture.ts';
import { call, echo, SECRET } from './http-call.fixture.ts';
import type { HttpEventOptions } from './http-event.fixture.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (body: string | undefined, event: HttpEventOptions = {}) =>
  call(
    echo,
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
    const reply = await call(echo, { body: '{not json', headers: {} });
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
