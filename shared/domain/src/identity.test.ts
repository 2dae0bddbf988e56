import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeTicketIds, lengthPrefixed, messageGroupId } from './identity.ts';

describe('the message group', () => {
  it('is valid for SQS with any buyer', () => {
    const userId = fc.string({ unit: 'binary', minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(userId, fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (user, show) => {
        expect(messageGroupId(user, show)).toMatch(/^[A-Za-z0-9_-]{22}$/);
      }),
    );
  });

  it('is the same for every purchase of a buyer for a show', () => {
    expect(messageGroupId('alice', 'hamlet')).toBe(messageGroupId('alice', 'hamlet'));
  });

  it.each([
    ['another buyer', 'bob', 'hamlet'],
    ['another show', 'alice', 'macbeth'],
    ['buyer and show swapped', 'hamlet', 'alice'],
    ['a letter that moved from buyer to show', 'alic', 'ehamlet'],
  ])('differs for %s', (_, user, show) => {
    expect(messageGroupId(user, show)).not.toBe(messageGroupId('alice', 'hamlet'));
  });

  it('does not reveal the buyer', () => {
    expect(messageGroupId('alice', 'hamlet').toLowerCase()).not.toContain('alice');
  });
});

const KEY = 'AZaz09-_AZaz09-_';

describe('ticket ids', () => {
  it('are distinct, fit a URL, and are as many as the tickets bought', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 8 }), (user, quantity) => {
        const ids = computeTicketIds(user, KEY, quantity);
        expect(new Set(ids).size).toBe(quantity);
        for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/);
      }),
    );
  });

  it('never change between releases, because they are derived on each read and printed on tickets', () => {
    expect(computeTicketIds('alice', KEY, 2)).toEqual(['NJpUcVA6RJJUfnkc', 'ApG1QyzzjAw-DNuF']);
  });

  it('do not depend on the number of tickets after them', () => {
    expect(computeTicketIds('alice', KEY, 8).slice(0, 3)).toEqual(
      computeTicketIds('alice', KEY, 3),
    );
  });

  it.each([
    ['another buyer', 'bob', KEY],
    ['another purchase', 'alice', 'BZaz09-_AZaz09-_'],
    ['a letter that moved from buyer to purchase', 'alic', `e${KEY}`],
  ])('differ for %s', (_, user, key) => {
    const all = [...computeTicketIds('alice', KEY, 8), ...computeTicketIds(user, key, 8)];
    expect(new Set(all).size).toBe(16);
  });

  it('are an empty list for no tickets', () => {
    expect(computeTicketIds('alice', KEY, 0)).toEqual([]);
  });
});

describe('length-prefixed parts', () => {
  it('each start with their length in four bytes', () => {
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
  ])('of %j and %j are different bytes', (one, other) => {
    expect(lengthPrefixed(...one)).not.toEqual(lengthPrefixed(...other));
  });

  it('are equal only for equal lists', () => {
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
