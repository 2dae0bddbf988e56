import { PurchaseRequest } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ProblemError } from '../errors.ts';
import { parseInput } from './request.ts';

const Schema = z.strictObject({
  name: z.string({ error: 'must be text' }),
  inner: z.strictObject({ count: z.int() }),
  many: z.optional(z.array(z.int())),
});

function refusalOf(schema: z.ZodMiniType, input: unknown) {
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
    expect(
      parseInput(z.object({ limit: z.pipe(z.string(), z.transform(Number)) }), { limit: '5' }),
    ).toEqual({
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
    const Strict = z.string().check(z.minLength(5), z.regex(/^x/));
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
            { path: 'name', message: 'must be text' },
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
