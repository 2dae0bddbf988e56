import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthPrefixed } from './length-prefixed.ts';

describe('length-prefixed parts', () => {
  it('are each preceded by their length in four bytes', () => {
    expect(lengthPrefixed('ab', new Uint8Array([7])).toString('hex')).toBe(
      '00000002' + '6162' + '00000001' + '07',
    );
  });

  it('count bytes of UTF-8, not characters', () => {
    expect(lengthPrefixed('é').toString('hex')).toBe('00000002c3a9');
  });

  it.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['abc'], ['ab', 'c']],
    [
      ['', 'a'],
      ['a', ''],
    ],
    [[], ['']],
    [['a'], ['a', '']],
    [['\u0000\u0000\u0000\u0001a'], ['', 'a']],
  ])('of %j and %j are not the same bytes', (one, other) => {
    expect(lengthPrefixed(...one)).not.toEqual(lengthPrefixed(...other));
  });

  it('are the same bytes only for the same list', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '\u0000', '\u0001', 'é'), maxLength: 6 });
    const parts = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(lengthPrefixed(...one).equals(lengthPrefixed(...other))).toBe(same);
      }),
      { numRuns: 1_000 },
    );
  });
});
