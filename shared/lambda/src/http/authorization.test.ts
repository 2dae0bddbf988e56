import type { RouteAccess } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { createHttpEvent } from './http-event.fixture.ts';
import { authorize, requireAdmin, requireBuyer, requirePathUser } from './request.ts';

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
