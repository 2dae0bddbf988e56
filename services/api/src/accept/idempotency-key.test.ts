import { acceptRoutes } from '@willcall/contracts';
import { type Handler, observe, ProblemError, serveRoutes } from '@willcall/lambda';
import {
  createHttpEvent,
  createLambdaContext,
  type HttpEventOptions,
} from '@willcall/lambda/testing';
import { describe, expect, it } from 'vitest';
import { idempotencyKey } from './accept.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const JSON_TYPE = { 'content-type': 'application/json' };

const BODY = JSON.stringify({
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
});

type Answer = 'accepted' | 'refused' | 'broken';

/** The middleware of `accept` around a route that records the keys. */
function stackWith(answer: Answer) {
  const keys: (string | undefined)[] = [];
  const requestPurchase: Handler<'requestPurchase'> = async ({ headers }) => {
    keys.push(headers['idempotency-key']);
    if (answer === 'refused') throw new ProblemError('INVALID_CARD');
    if (answer === 'broken') throw new Error('broken');
    return {
      headers: { location: '/purchases/x' },
      answer: { purchaseId: 'x', status: 'PENDING' },
    };
  };
  const stack = serveRoutes({
    routes: acceptRoutes,
    environment: {},
    observability: observe('test', {}),
    handlers: { requestPurchase },
    outerMiddleware: [idempotencyKey()],
  });
  const call = async (headers: Record<string, string>, more: HttpEventOptions = {}) => {
    const event = createHttpEvent({
      routeKey: 'POST /purchases',
      claims: { sub: 'alice' },
      body: BODY,
      headers,
      ...more,
    });
    const reply = await stack(event, createLambdaContext());
    return { status: reply.statusCode, headers: reply.headers ?? {}, body: reply.body ?? '' };
  };
  return { call, keys };
}

type Case = {
  readonly status: number;
  readonly why: string;
  readonly answer: Answer;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly reachesRoute: boolean;
};

const accepted = {
  answer: 'accepted',
  headers: JSON_TYPE,
  body: BODY,
  reachesRoute: true,
} as const;
const cases: readonly Case[] = [
  { ...accepted, status: 202, why: 'accepted' },
  { ...accepted, status: 400, why: 'refused by the route', answer: 'refused' },
  { ...accepted, status: 400, why: 'not JSON', body: '{', reachesRoute: false },
  { ...accepted, status: 413, why: 'too large', body: 'x'.repeat(17_000), reachesRoute: false },
  { ...accepted, status: 415, why: 'of another type', headers: {}, reachesRoute: false },
  { ...accepted, status: 500, why: 'broken by a bug', answer: 'broken' },
];

describe('the idempotency key', () => {
  it.each(cases)(
    'of the caller is returned on a $status: $why',
    async ({ status, answer, headers, body, reachesRoute }) => {
      const { call, keys } = stackWith(answer);
      const reply = await call({ ...headers, 'idempotency-key': 'key-1' }, { body });
      expect(reply.status).toBe(status);
      expect(reply.headers).toMatchObject({ 'idempotency-key': 'key-1' });
      expect(keys).toEqual(reachesRoute ? ['key-1'] : []);
    },
  );

  it.each(cases)(
    'is generated if the caller sent none, and returned on a $status: $why',
    async ({ status, answer, headers, body, reachesRoute }) => {
      const { call, keys } = stackWith(answer);
      const reply = await call(headers, { body });
      const key = reply.headers['idempotency-key'];
      expect(reply.status).toBe(status);
      expect(key).toMatch(UUID);
      expect(keys).toEqual(reachesRoute ? [key] : []);
    },
  );

  it('is generated anew for each request, because each is a new purchase', async () => {
    const { call, keys } = stackWith('accepted');
    await call(JSON_TYPE);
    await call(JSON_TYPE);
    expect(new Set(keys).size).toBe(2);
  });

  it.each([
    ['one character', 'k'],
    ['255 characters', 'x'.repeat(255)],
    [
      'every printable ASCII character',
      String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i)),
    ],
  ])('may be %s', async (_, key) => {
    const { call, keys } = stackWith('accepted');
    const reply = await call({ ...JSON_TYPE, 'idempotency-key': key });
    expect(reply.status).toBe(202);
    expect(reply.headers).toMatchObject({ 'idempotency-key': key });
    expect(keys).toEqual([key]);
  });

  it.each([
    ['empty', ''],
    ['256 characters long', 'x'.repeat(256)],
    ['in another alphabet', 'ключ'],
    ['with a control character', 'a\u0000'],
    ['with an injected header', 'a\r\nset-cookie: x=1'],
  ])('that is %s is 400, does not reach the route and is not returned', async (_, key) => {
    const { call, keys } = stackWith('accepted');
    const reply = await call({ ...JSON_TYPE, 'idempotency-key': key });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'INVALID_IDEMPOTENCY_KEY' });
    expect(reply.headers).not.toHaveProperty('idempotency-key');
    expect(keys).toEqual([]);
  });

  it('is returned in addition to the other headers', async () => {
    const { call } = stackWith('accepted');
    const { headers } = await call({ ...JSON_TYPE, 'idempotency-key': 'key-1' });
    expect(headers).toMatchObject({
      location: '/purchases/x',
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
  });
});
