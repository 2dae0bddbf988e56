import { describe, expect, it } from 'vitest';
import { buyerOf, requireAdmin } from './callers.ts';
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
