import type { RouteAccess } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { askedUser, authorize, buyerOf, requireAdmin } from './callers.ts';
import { httpEvent } from './http-event.fixture.ts';

const UNAUTHENTICATED = expect.objectContaining({ code: 'UNAUTHENTICATED' });
const FORBIDDEN = expect.objectContaining({ code: 'FORBIDDEN' });
const claiming = (claims: Record<string, string>) => httpEvent({ claims });

describe('the buyer', () => {
  it('is the subject of the verified token', () => {
    expect(buyerOf(claiming({ sub: 'auth0|alice' }))).toBe('auth0|alice');
  });

  it('is never taken from a header, a path, a query or a body', () => {
    const event = httpEvent({
      headers: { sub: 'alice', authorization: 'Bearer x', 'x-user-id': 'alice' },
      path: { userId: 'alice' },
      query: { userId: 'alice' },
      body: '{"userId":"alice"}',
    });
    expect(() => buyerOf(event)).toThrow(UNAUTHENTICATED);
  });

  it.each([
    ['no subject', {}],
    ['an empty subject', { sub: '' }],
    ['a subject with a space', { sub: 'alice bob' }],
    ['a subject with a control character', { sub: 'alice\u0000' }],
    ['a subject of another alphabet', { sub: 'älice' }],
    ['a subject of 256 characters', { sub: 'x'.repeat(256) }],
  ])('is nobody with %s', (_, claims) => {
    expect(() => buyerOf(claiming(claims))).toThrow(UNAUTHENTICATED);
  });

  it('is nobody where the gateway verified nothing', () => {
    expect(() => buyerOf(httpEvent())).toThrow(UNAUTHENTICATED);
  });

  it('is the subject of an access token of Cognito, which says that it is one', () => {
    expect(buyerOf(claiming({ sub: 'alice', token_use: 'access' }))).toBe('alice');
  });

  it.each(['id', '', 'refresh', 'ACCESS'])('is nobody with a token for the use %j', (use) => {
    const event = claiming({ sub: 'alice', token_use: use });
    expect(() => buyerOf(event)).toThrow(UNAUTHENTICATED);
  });
});

describe('whoever runs shows', () => {
  it.each(['willcall/admin', 'openid willcall/admin', 'willcall/admin profile'])(
    'has the scope, as in %j',
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
  ])('is not one with the scope %j', (scope) => {
    expect(() => requireAdmin(claiming({ sub: 'alice', scope }))).toThrow(FORBIDDEN);
  });

  it('is not one without any scope', () => {
    expect(() => requireAdmin(claiming({ sub: 'alice' }))).toThrow(FORBIDDEN);
  });

  it('is not one by another claim that names the scope', () => {
    const claims = { sub: 'alice', scopes: 'willcall/admin', role: 'willcall/admin' };
    expect(() => requireAdmin(claiming(claims))).toThrow(FORBIDDEN);
  });

  it('is not one by an ID token, whatever it claims', () => {
    const claims = { sub: 'ops', scope: 'willcall/admin', token_use: 'id' };
    expect(() => requireAdmin(claiming(claims))).toThrow(UNAUTHENTICATED);
  });

  it('must be somebody: a scope without a subject is not enough', () => {
    expect(() => requireAdmin(claiming({ scope: 'willcall/admin' }))).toThrow(UNAUTHENTICATED);
    expect(() => requireAdmin(httpEvent())).toThrow(UNAUTHENTICATED);
  });
});

const asked = (userId: string | undefined, claims?: Readonly<Record<string, string>>) =>
  askedUser(
    httpEvent({
      ...(userId === undefined ? {} : { path: { userId } }),
      ...(claims === undefined ? {} : { claims }),
    }),
  );
const alice = { sub: 'alice' };
const admin = { sub: 'ops', scope: 'openid willcall/admin' };

describe('whom a path asks for', () => {
  it.each([
    ['me', alice, 'alice'],
    ['alice', alice, 'alice'],
    ['me', admin, 'ops'],
    ['alice', admin, 'alice'],
    ['auth0|123#4', admin, 'auth0|123#4'],
  ])('%j by %o is %s', (userId, claims, user) => {
    expect(asked(userId, claims)).toBe(user);
  });

  it.each([
    ['bob', alice],
    ['bob', { sub: 'alice', scope: 'willcall/administrator' }],
    [undefined, alice],
    ['', admin],
    ['two words', admin],
    ['x'.repeat(256), admin],
  ])('%j by %o is nobody', (userId, claims) => {
    expect(() => asked(userId, claims)).toThrow(
      expect.objectContaining({ code: 'USER_NOT_FOUND' }),
    );
  });

  it.each(['me', 'alice'])('%j without a token is refused', (userId) => {
    expect(() => asked(userId)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});

describe('who may call a route', () => {
  const route = (access: RouteAccess, path: `/${string}` = '/shows') => ({ access, path });

  it('for anybody is not even asked who they are', () => {
    expect(authorize(route('anybody'), claiming(admin))).toEqual({});
    expect(authorize(route('anybody'), httpEvent())).toEqual({});
  });

  it('for buyers is whoever has a token', () => {
    expect(authorize(route('buyer'), claiming(alice))).toEqual({ caller: 'alice' });
    expect(() => authorize(route('buyer'), httpEvent())).toThrow(UNAUTHENTICATED);
  });

  it('for admins is whoever has the scope', () => {
    expect(authorize(route('admin'), claiming(admin))).toEqual({ caller: 'ops' });
    expect(() => authorize(route('admin'), claiming(alice))).toThrow(FORBIDDEN);
    expect(() => authorize(route('admin'), httpEvent())).toThrow(UNAUTHENTICATED);
  });

  it('whose path names a user is that user, or an admin', () => {
    const list = route('buyer', '/users/{userId}/purchases');
    const asking = (userId: string, claims: Record<string, string>) =>
      authorize(list, httpEvent({ path: { userId }, claims }));
    expect(asking('me', alice)).toEqual({ caller: 'alice', userId: 'alice' });
    expect(asking('bob', admin)).toEqual({ caller: 'ops', userId: 'bob' });
    expect(() => asking('bob', alice)).toThrow(expect.objectContaining({ code: 'USER_NOT_FOUND' }));
  });
});
