import { PurchaseRequest } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ProblemError } from '../errors.ts';
import { httpEvent } from './http-event.fixture.ts';
import { correlationIdOf, parse, readRequest, routeOf } from './request.ts';

const correlationIdGiven = (value: string) =>
  correlationIdOf(httpEvent({ headers: { 'x-correlation-id': value } }));

describe('a request', () => {
  it.each([
    ['GET /v1/shows/{showId}', '/v1', 'GET /shows/{showId}'],
    ['GET /shows/{showId}', '', 'GET /shows/{showId}'],
    ['POST /v1/purchases', '/v1', 'POST /purchases'],
    ['GET /health', '', 'GET /health'],
    ['GET /v10/shows', '', 'GET /v10/shows'],
    ['GET /shows/v1/x', '', 'GET /shows/v1/x'],
    ['$default', '', '$default'],
  ])('to %s is mounted at %j and matched as %s', (routeKey, mount, route) => {
    const event = httpEvent({ routeKey });
    expect(readRequest(event).mount).toBe(mount);
    expect(routeOf(event)).toBe(route);
  });

  it('without parameters and query has none, rather than undefined ones', () => {
    expect(readRequest(httpEvent())).toMatchObject({ path: {}, query: {} });
  });

  it('is taken apart', () => {
    const event = httpEvent({
      headers: { 'x-amzn-trace-id': 'Root=1-67f0a1b2-0123456789abcdef01234567', accept: '*/*' },
      path: { showId: 'hamlet' },
      query: { limit: '5' },
      body: '{}',
    });
    expect(readRequest(event)).toMatchObject({
      path: { showId: 'hamlet' },
      query: { limit: '5' },
      headers: { accept: '*/*' },
      body: '{}',
      traceHeader: 'Root=1-67f0a1b2-0123456789abcdef01234567',
    });
  });

  it.each([
    'garbage',
    'Root=1-2-3',
    `Root=1-67f0a1b2-0123456789abcdef01234567;${'x'.repeat(300)}=1`,
  ])('has no trace header when it is malformed, which SQS would refuse: %j', (given) => {
    const event = httpEvent({ headers: { 'x-amzn-trace-id': given } });
    expect(readRequest(event).traceHeader).toBeUndefined();
  });

  it('has the correlation id that the caller gave it', () => {
    expect(correlationIdGiven('order-7')).toBe('order-7');
  });

  it.each(['', 'a b', 'a\r\nset-cookie: x=1', 'x'.repeat(65), 'é', '{"a":1}', '4242424242424242'])(
    'has the gateway’s request id instead of %j',
    (given) => {
      expect(correlationIdGiven(given)).toBe('JKJaXmPLvHcESHA=');
    },
  );

  it('has the gateway’s request id when the caller gave none', () => {
    expect(correlationIdOf(httpEvent())).toBe('JKJaXmPLvHcESHA=');
  });
});

const Schema = z.strictObject({
  name: z.string(),
  inner: z.strictObject({ count: z.int() }),
  many: z.array(z.int()).optional(),
});

function refusalOf(schema: z.ZodType, input: unknown) {
  try {
    parse(schema, input);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('parsed input', () => {
  it('is what the schema makes of it', () => {
    expect(parse(z.object({ limit: z.string().transform(Number) }), { limit: '5' })).toEqual({
      limit: 5,
    });
  });

  it('that is wrong is INVALID_REQUEST with every wrong place', () => {
    const { code, document } = refusalOf(Schema, { inner: { count: 'x' }, many: [1, 'two'] });
    expect(code).toBe('INVALID_REQUEST');
    expect(document.errors?.map(({ path }) => path)).toEqual(['name', 'inner.count', 'many.1']);
  });

  it('with unknown fields names each of them, at every level', () => {
    const input = { name: 'x', inner: { count: 1, more: 1 }, one: 1, two: 2 };
    expect(refusalOf(Schema, input).document.errors).toEqual([
      { path: 'inner.more', message: 'is not a field of this request' },
      { path: 'one', message: 'is not a field of this request' },
      { path: 'two', message: 'is not a field of this request' },
    ]);
  });

  it('that is not even an object is wrong as a whole', () => {
    expect(refusalOf(Schema, 'text').document.errors).toEqual([
      { path: '', message: expect.any(String) },
    ]);
  });

  it('is never repeated by the problem, wherever it was wrong', () => {
    const value = fc.oneof(fc.stringMatching(/^\d{13,80}$/), fc.string({ minLength: 8 }));
    fc.assert(
      fc.property(value, (secret) => {
        const body = {
          showId: `${secret}!`,
          quantity: secret,
          holder: { name: `${secret}\u0000`, email: secret, more: secret },
          card: { number: [secret], expiryMonth: secret, expiryYear: secret, cvc: secret },
          expectedPrice: secret,
        };
        const problem = refusalOf(PurchaseRequest, body);
        const said = [
          problem.message,
          problem.document.detail ?? '',
          ...(problem.document.errors ?? []).flatMap(({ path, message }) => [path, message]),
        ];
        for (const text of said) expect(text).not.toContain(secret);
        expect(problem.cause).toBeUndefined();
      }),
    );
  });
});
