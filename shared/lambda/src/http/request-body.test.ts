import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureOutput } from '../observability/captured-output.fixture.ts';
import { callRoute, echoRoute, SECRET } from './http-call.fixture.ts';
import type { HttpEventOptions } from './http-event.fixture.ts';

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
