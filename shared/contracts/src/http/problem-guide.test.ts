import { describe, expect, it, test } from 'vitest';
import { explainProblems } from './problem-guide.ts';
import { type ProblemCode, problems } from './problems.ts';

const explanations = explainProblems();

test('every problem code is explained, and no other', () => {
  expect(explanations.map(({ code }) => code)).toEqual(Object.keys(problems));
});

/** Only a function that does not know its route answers them. */
const withoutRoute: readonly ProblemCode[] = ['ROUTE_NOT_FOUND'];

describe.each(explanations)('$code', ({ code, when, advice, routes, example }) => {
  it('has sentences that say when it happens and what to do', () => {
    for (const text of [when, advice]) expect(text).toMatch(/^[A-Z][^\n]*\.$/);
    expect(advice).not.toBe(when);
  });

  it('names the routes that answer it', () => {
    expect(routes.length === 0).toBe(withoutRoute.includes(code));
  });

  it('has an example with its code', () => {
    expect(example).toMatchObject({ code, status: problems[code].status });
  });
});

test.each(explanations.filter(({ status }) => status === 503))(
  'whoever gets $code learns to wait, and to keep the key of a purchase',
  ({ advice, routes }) => {
    expect(advice).toContain('`Retry-After`');
    if (routes.some(({ id }) => id === 'requestPurchase')) {
      expect(advice).toContain('the same `Idempotency-Key`');
    }
  },
);
