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
    'Root=1-67f0a1b2-0123456789abcdef01234567;Card=4242-4242-4242-4242',
    'Root=1-67f0a1b2-0123456789abcdef01234567;Parent=4242424242424242x',
  ])(
    'drops a trace header that SQS would reject, or that has fields of the caller: %j',
    (given) => {
      const event = createHttpEvent({ headers: { 'x-amzn-trace-id': given } });
      expect(readRequest(event).traceHeader).toBeUndefined();
    },
  );

  it('has the correlation id of the caller', () => {
    expect(correlationIdGiven('order-7')).toBe('order-7');
  });

  it.each([
    '',
    'a b',
    'a\r\nset-cookie: x=1',
    'x'.repeat(65),
    'é',
    '{"a":1}',
    '4242424242424242',
    '5105-1051-0510-5100',
    'order:4242.4242.4242.4242',
    '123456789012',
  ])('has the request id of the gateway instead of %j', (given) => {
    expect(correlationIdGiven(given)).toBe('JKJaXmPLvHcESHA=');
  });

  it('has the correlation id of the caller, if that is any UUID', () => {
    const uuid = '42424242-4242-4242-8000-000000000000';
    expect(correlationIdGiven(uuid)).toBe(uuid);
  });

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
    expect(document.errors?.map(({ path }) => path)).toEqual(['inner.count', 'many.1', 'name']);
  });

  it('is rejected with its invalid fields in the order of the request, then what it lacks', () => {
    const Ordered = z.strictObject({ a: z.int(), b: z.int(), c: z.int(), d: z.int() });
    const input = { unknown: 1, d: 'x', b: 'x' };
    expect(refusalOf(Ordered, input).document.errors?.map(({ path }) => path)).toEqual([
      'unknown',
      'd',
      'b',
      'a',
      'c',
    ]);
  });

  it('is rejected with one error for each field, whatever is wrong with it', () => {
    const Strict = z.string().min(5).regex(/^x/);
    const input = { text: 'a', '4242 4242': 1, 'a b': 2 };
    expect(refusalOf(z.strictObject({ text: Strict }), input).document.errors).toEqual([
      { path: 'text', message: expect.any(String) },
      { path: '?', message: 'is not a field of this request' },
    ]);
  });

  it('is rejected with the faults that its schema does not see, in their place', () => {
    const others = () => [
      { path: 'inner.count', message: 'must be odd' },
      { path: 'name', message: 'must be short' },
    ];
    const read = () => parseInput(Schema, { inner: { count: 2 }, name: 7 }, others);
    expect(read).toThrow(
      expect.objectContaining({
        document: expect.objectContaining({
          errors: [
            { path: 'inner.count', message: 'must be odd' },
            { path: 'name', message: expect.stringMatching(/string/) },
          ],
        }),
      }),
    );
    expect(parseInput(Schema, { inner: { count: 2 }, name: 'x' }, others)).toBeDefined();
  });

  it('with thousands of unknown fields is listed quickly', () => {
    const input = Object.fromEntries(
      Array.from({ length: 2_700 }, (_, at) => [`f_${'a'.repeat(at % 28)}`, at]),
    );
    const many = { ...input, many: Array.from({ length: 8_000 }, () => 'x') };
    expect(refusalOf(Schema, many).document.errors?.length).toBeGreaterThan(8_000);
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
const claiming = (claims: Record<string, unknown>) => createHttpEvent({ claims });

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
    ['the word for a missing subject', { sub: 'null' }],
    ['the other word for a missing subject', { sub: 'undefined' }],
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

/** The forms in which a token can state its scopes, as a gateway hands them on, and whether they make an admin. */
const statedScopes: [string, Record<string, unknown>, boolean][] = [
  ['scope: one', { scope: 'willcall/admin' }, true],
  ['scope: several, it first', { scope: 'willcall/admin profile' }, true],
  ['scope: several, it last', { scope: 'openid willcall/admin' }, true],
  ['scope: several spaces between', { scope: ' openid  willcall/admin ' }, true],
  ['scope: a list of one, as HTTP API writes it', { scope: '[willcall/admin]' }, true],
  ['scope: a list, it first', { scope: '[willcall/admin a b]' }, true],
  ['scope: a list, it in the middle', { scope: '[a willcall/admin b]' }, true],
  ['scope: a list, it last', { scope: '[a willcall/admin]' }, true],
  ['scope: a list as it is', { scope: ['a', 'willcall/admin'] }, true],
  ['scope: a list of texts with spaces', { scope: ['a willcall/admin'] }, true],
  ['scp: one', { scp: 'willcall/admin' }, true],
  ['scp: several', { scp: 'a willcall/admin b' }, true],
  ['scp: a list of one, as HTTP API writes it', { scp: '[willcall/admin]' }, true],
  ['scp: a list, as HTTP API writes it', { scp: '[a willcall/admin b]' }, true],
  ['scp: a list as it is', { scp: ['willcall/admin'] }, true],
  ['scp beside another scope', { scope: 'openid', scp: '[willcall/admin]' }, true],
  ['scope beside another scp', { scope: 'willcall/admin', scp: '[other]' }, true],
  ['scope: another', { scope: 'openid' }, false],
  ['scope: empty', { scope: '' }, false],
  ['scope: an empty list', { scope: '[]' }, false],
  ['scope: the same beginning', { scope: 'willcall/administrator' }, false],
  ['scope: the same end', { scope: 'notwillcall/admin' }, false],
  ['scope: the same end in a list', { scope: '[not[willcall/admin]' }, false],
  ['scope: half a bracket', { scope: '[willcall/admin' }, false],
  ['scope: commas', { scope: 'willcall/admin,openid' }, false],
  ['scope: a tab', { scope: 'willcall/admin\topenid' }, false],
  ['scope: capitals', { scope: 'WILLCALL/ADMIN' }, false],
  ['scope: without its resource', { scope: 'admin' }, false],
  ['scope: an object', { scope: { 'willcall/admin': true } }, false],
  ['scope: true', { scope: true }, false],
  ['scope: null', { scope: null }, false],
  ['scp: another', { scp: '[other]' }, false],
  [
    'other claims',
    { scopes: 'willcall/admin', role: 'willcall/admin', permissions: '[willcall/admin]' },
    false,
  ],
];

describe('an admin', () => {
  it.each(statedScopes)('by %s: %o is %s', (_, stated, isAdmin) => {
    const call = () => requireAdmin(claiming({ sub: 'ops', ...stated }));
    if (isAdmin) expect(call).not.toThrow();
    else expect(call).toThrow(FORBIDDEN);
  });

  it('is not a caller without a scope', () => {
    expect(() => requireAdmin(claiming({ sub: 'alice' }))).toThrow(FORBIDDEN);
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
