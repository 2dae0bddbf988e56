import { httpEvent } from '@willcall/lambda/testing';
import { describe, expect, it } from 'vitest';
import { askedUser } from './asked-user.ts';

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
