import { describe, expect, it } from 'vitest';
import { CorrelationId, PurchaseId, ShowId, UserId } from './ids.ts';

describe.each([
  {
    id: 'a show id',
    schema: ShowId,
    good: ['a', 'hamlet-2031_06', 'x'.repeat(64)],
    bad: ['', 'x'.repeat(65), '#calendar', 'a b', 'a/b', 'a\n', 'é', 7, null],
  },
  {
    id: 'a purchase id',
    schema: PurchaseId,
    good: ['x'.repeat(32), 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_'],
    bad: ['', 'x'.repeat(31), 'x'.repeat(33), `${'x'.repeat(31)}=`, `${'x'.repeat(32)}\n`],
  },
  {
    id: 'a user id',
    schema: UserId,
    good: ['alice', 'auth0|5f7c8ec7c33c6c004bbafe82', 'a@b.example', 'x'.repeat(255)],
    bad: ['', 'x'.repeat(256), 'a b', 'a\n', 'a\u0000', 'é', 7, undefined],
  },
  {
    id: 'a correlation id',
    schema: CorrelationId,
    good: ['JKJaXmPLvHcESHA=', '7e9a3c1c-5c2e-4bb9-8f9b-0c1a7f6d2e11', 'a:b.c_d', 'x'.repeat(64)],
    bad: ['', 'x'.repeat(65), 'a b', 'a\r\nset-cookie: x', 'a"b', 'é', '{}', undefined],
  },
])('$id', ({ schema, good, bad }) => {
  it.each(good)('can be %j', (value) => {
    expect(schema.parse(value)).toBe(value);
  });

  it.each(bad)('cannot be %j', (value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});
