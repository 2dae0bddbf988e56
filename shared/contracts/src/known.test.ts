import { expect, it } from 'vitest';
import { known } from './known.ts';

it.each([[''], [0], [false], [{ any: 'object' }]])('returns %j, which is a value', (value) => {
  expect(known(value, 'key')).toBe(value);
});

it.each([[undefined], [null]])('throws for %s and names the missing value', (missing) => {
  expect(() => known(missing, 'queue URL')).toThrow(
    expect.objectContaining({
      name: 'MissingError',
      code: 'MISSING',
      message: 'Missing queue URL',
    }),
  );
});
