import { PurchaseRequest } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parse } from './parse.ts';
import { ProblemError } from './problem-error.ts';

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
