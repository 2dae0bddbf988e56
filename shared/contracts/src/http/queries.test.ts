import { describe, expect, it } from 'vitest';
import { ListQuery, ShowQuery } from './queries.ts';

describe('a list query', () => {
  it.each([
    ['nothing', {}, { limit: 50 }],
    ['the smallest limit', { limit: '1' }, { limit: 1 }],
    ['a limit of two digits', { limit: '99' }, { limit: 99 }],
    ['the largest limit', { limit: '100' }, { limit: 100 }],
    ['a cursor', { cursor: 'abc' }, { limit: 50, cursor: 'abc' }],
  ])('with %s is accepted', (_, query, read) => {
    expect(ListQuery.parse(query)).toEqual(read);
  });

  it.each([
    ['a limit of 0', { limit: '0' }],
    ['a limit of 101', { limit: '101' }],
    ['a negative limit', { limit: '-1' }],
    ['a leading zero', { limit: '05' }],
    ['a fractional limit', { limit: '1.5' }],
    ['an exponent', { limit: '1e1' }],
    ['a hexadecimal limit', { limit: '0x10' }],
    ['an empty limit', { limit: '' }],
    ['a space before it', { limit: ' 5' }],
    ['a line feed after it', { limit: '5\n' }],
    ['a list of limits', { limit: '5,6' }],
    ['a limit that is a word', { limit: 'all' }],
    ['a cursor that is too long', { cursor: 'x'.repeat(513) }],
    ['an unknown parameter', { offset: '10' }],
  ])('with %s is refused', (_, query) => {
    expect(ListQuery.safeParse(query).success).toBe(false);
  });
});

describe('the query of the list of shows', () => {
  it.each([
    ['the upcoming shows', {}, { limit: 50 }],
    ['the shows that have begun', { past: 'true' }, { limit: 50, past: true }],
    ['the upcoming shows, expressly', { past: 'false' }, { limit: 50, past: false }],
  ])('can ask for %s', (_, query, read) => {
    expect(ShowQuery.parse(query)).toEqual(read);
  });

  it.each(['', '1', 'yes', 'TRUE', 'true,true'])('cannot have past=%j', (past) => {
    expect(ShowQuery.safeParse({ past }).success).toBe(false);
  });
});
