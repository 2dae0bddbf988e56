import { PurchaseRequest, type RouteAccess } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ProblemError } from '../errors.ts';
import { createHttpEvent } from './http-event.fixture.ts';
import {
  authorize,
  getCorrelationId,
  getRoute,
  parseInput,
  readRequest,
  requireAdmin,
  requireBuyer,
  requirePathUser,
} from './request.ts';

const correlationIdGiven = (value: string) =>
  getCorrelationId(createHttpEvent({ headers: { 'x-correlation-id': value } }));

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
    const event = createHttpEvent({ routeKey });
    expect(readRequest(event).mount).toBe(mount);
    expect(getRoute(event)).toBe(route);
  });

  it('without parameters and query has empty objects', () => {
    expect(readRequest(createHttpEvent())).toMatchObject({ path: {}, query: {} });
  });

  it('is split into its parts', () => {
    const event = createHttpEvent({
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
  ])('drops a malformed trace header, which SQS would reject: %j', (given) => {
    const event = createHttpEvent({ headers: { 'x-amzn-trace-id': given } });
    expect(readRequest(event).traceHeader).toBeUndefined();
  });

  it('has the correlation id of the caller', () => {
    expect(correlationIdGiven('order-7')).toBe('order-7');
  });

  it.each(['', 'a b', 'a\r\nset-cookie: x=1', 'x'.repeat(65), 'é', '{"a":1}', '4242424242424242'])(
    'has the request id of the gateway instead of %j',
    (given) => {
      expect(correlationIdGiven(given)).toBe('JKJaXmPLvHcESHA=');
    },
  );

  it('has the request id of the gateway without a correlation id', () => {
    expect(getCorrelationId(createHttpEvent())).toBe('JKJaXmPLvHcESHA=');
  });
});

const Schema = z.strictObject({
  name: z.string(),
  inner: z.strictObject({ count: z.int() }),
  many: z.array(z.int()).optional(),
});

function refusalOf(schema: z.ZodType, input: unknown) {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('parsed input', () => {
  it('is the output of the schema', () => {
    expect(parseInput(z.object({ limit: z.string().transform(Number) }), { limit: '5' })).toEqual({
      limit: 5,
    });
  });

  it('is rejected as INVALID_REQUEST with every invalid field', () => {
    const { code, document } = refusalOf(Schema, { inner: { count: 'x' }, many: [1, 'two'] });
    expect(code).toBe('INVALID_REQUEST');
    expect(document.errors?.map(({ path }) => path)).toEqual(['name', 'inner.count', 'many.1']);
  });

  it('is rejected with each unknown field, at every level', () => {
    const input = { name: 'x', inner: { count: 1, more: 1 }, one: 1, two: 2 };
    expect(refusalOf(Schema, input).document.errors).toEqual([
      { path: 'inner.more', message: 'is not a field of this request' },
      { path: 'one', message: 'is not a field of this request' },
      { path: 'two', message: 'is not a field of this request' },
    ]);
  });

  it('that is not an object is rejected as a whole', () => {
    expect(refusalOf(Schema, 'text').document.errors).toEqual([
      { path: '', message: expect.any(String) },
    ]);
  });

  it('is never repeated by the problem, whichever field is invalid', () => {
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

const UNAUTHENTICATED = expect.objectContaining({ code: 'UNAUTHENTICATED' });
const FORBIDDEN = expect.objectContaining({ code: 'FORBIDDEN' });
const claiming = (claims: Record<string, string>) => createHttpEvent({ claims });

describe('the buyer', () => {
  it('is the subject of the verified token', () => {
    expect(requireBuyer(claiming({ sub: 'auth0|alice' }))).toBe('auth0|alice');
  });

  it('is never taken from a header, a path, a query or a body', () => {
    const event = createHttpEvent({
      headers: { sub: 'alice', authorization: 'Bearer x', 'x-user-id': 'alice' },
      path: { userId: 'alice' },
      query: { userId: 'alice' },
      body: '{"userId":"alice"}',
    });
    expect(() => requireBuyer(event)).toThrow(UNAUTHENTICATED);
  });

  it.each([
    ['no subject', {}],
    ['an empty subject', { sub: '' }],
    ['a subject with a space', { sub: 'alice bob' }],
    ['a subject with a control character', { sub: 'alice\u0000' }],
    ['a subject of another alphabet', { sub: 'älice' }],
    ['a subject of 256 characters', { sub: 'x'.repeat(256) }],
  ])('is rejected with %s', (_, claims) => {
    expect(() => requireBuyer(claiming(claims))).toThrow(UNAUTHENTICATED);
  });

  it('is rejected when the gateway verified no token', () => {
    expect(() => requireBuyer(createHttpEvent())).toThrow(UNAUTHENTICATED);
  });

  it('is the subject of a Cognito access token', () => {
    expect(requireBuyer(claiming({ sub: 'alice', token_use: 'access' }))).toBe('alice');
  });

  it.each(['id', '', 'refresh', 'ACCESS'])('is rejected with a token whose use is %j', (use) => {
    const event = claiming({ sub: 'alice', token_use: use });
    expect(() => requireBuyer(event)).toThrow(UNAUTHENTICATED);
  });
});

describe('an admin', () => {
  it.each(['willcall/admin', 'openid willcall/admin', 'willcall/admin profile'])(
    'has the admin scope, as in %j',
    (scope) => {
      expect(() => requireAdmin(claiming({ sub: 'ops', scope }))).not.toThrow();
    },
  );

  it.each([
    'openid',
    '',
    'willcall/administrator',
    'notwillcall/admin',
    'willcall/admin,openid',
    'WILLCALL/ADMIN',
    'willcall/admin\topenid',
    'admin',
  ])('is not a caller with the scope %j', (scope) => {
    expect(() => requireAdmin(claiming({ sub: 'alice', scope }))).toThrow(FORBIDDEN);
  });

  it('is not a caller without a scope', () => {
    expect(() => requireAdmin(claiming({ sub: 'alice' }))).toThrow(FORBIDDEN);
  });

  it('is not a caller with the scope in another claim', () => {
    const claims = { sub: 'alice', scopes: 'willcall/admin', role: 'willcall/admin' };
    expect(() => requireAdmin(claiming(claims))).toThrow(FORBIDDEN);
  });

  it('is not a caller with an ID token', () => {
    const claims = { sub: 'ops', scope: 'willcall/admin', token_use: 'id' };
    expect(() => requireAdmin(claiming(claims))).toThrow(UNAUTHENTICATED);
  });

  it('needs a subject as well as the scope', () => {
    expect(() => requireAdmin(claiming({ scope: 'willcall/admin' }))).toThrow(UNAUTHENTICATED);
    expect(() => requireAdmin(createHttpEvent())).toThrow(UNAUTHENTICATED);
  });
});

const userOf = (userId: string | undefined, claims?: Readonly<Record<string, string>>) =>
  requirePathUser(
    createHttpEvent({
      ...(userId === undefined ? {} : { path: { userId } }),
      ...(claims === undefined ? {} : { claims }),
    }),
  );
const alice = { sub: 'alice' };
const admin = { sub: 'ops', scope: 'openid willcall/admin' };

describe('the user in a path', () => {
  it.each([
    ['me', alice, 'alice'],
    ['alice', alice, 'alice'],
    ['me', admin, 'ops'],
    ['alice', admin, 'alice'],
    ['auth0|123#4', admin, 'auth0|123#4'],
  ])('%j by %o is %s', (userId, claims, user) => {
    expect(userOf(userId, claims)).toBe(user);
  });

  it.each([
    ['bob', alice],
    ['bob', { sub: 'alice', scope: 'willcall/administrator' }],
    [undefined, alice],
    ['', admin],
    ['two words', admin],
    ['x'.repeat(256), admin],
  ])('%j by %o is not found', (userId, claims) => {
    expect(() => userOf(userId, claims)).toThrow(
      expect.objectContaining({ code: 'USER_NOT_FOUND' }),
    );
  });

  it.each(['me', 'alice'])('%j without a token is rejected', (userId) => {
    expect(() => userOf(userId)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});

describe('authorization of a route', () => {
  const route = (access: RouteAccess, path: `/${string}` = '/shows') => ({ access, path });

  it('for anybody reads no token', () => {
    expect(authorize(route('anybody'), claiming(admin))).toEqual({});
    expect(authorize(route('anybody'), createHttpEvent())).toEqual({});
  });

  it('for buyers requires a token', () => {
    expect(authorize(route('buyer'), claiming(alice))).toEqual({ caller: 'alice' });
    expect(() => authorize(route('buyer'), createHttpEvent())).toThrow(UNAUTHENTICATED);
  });

  it('for admins requires the scope', () => {
    expect(authorize(route('admin'), claiming(admin))).toEqual({ caller: 'ops' });
    expect(() => authorize(route('admin'), claiming(alice))).toThrow(FORBIDDEN);
    expect(() => authorize(route('admin'), createHttpEvent())).toThrow(UNAUTHENTICATED);
  });

  it('with a user in the path allows that user or an admin', () => {
    const list = route('buyer', '/users/{userId}/purchases');
    const asking = (userId: string, claims: Record<string, string>) =>
      authorize(list, createHttpEvent({ path: { userId }, claims }));
    expect(asking('me', alice)).toEqual({ caller: 'alice', userId: 'alice' });
    expect(asking('bob', admin)).toEqual({ caller: 'ops', userId: 'bob' });
    expect(() => asking('bob', alice)).toThrow(expect.objectContaining({ code: 'USER_NOT_FOUND' }));
  });
});
