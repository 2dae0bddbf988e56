import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketIds } from './ticket-ids.ts';

const KEY = 'AZaz09-_AZaz09-_';

describe('ticket ids', () => {
  it('are as many as tickets were bought, all distinct, and fit for a URL', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 8 }), (user, quantity) => {
        const ids = ticketIds(user, KEY, quantity);
        expect(new Set(ids).size).toBe(quantity);
        for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/);
      }),
    );
  });

  it('never change: they are derived on each reading, and printed on the ticket', () => {
    expect(ticketIds('alice', KEY, 2)).toEqual(['NJpUcVA6RJJUfnkc', 'ApG1QyzzjAw-DNuF']);
  });

  it('of fewer tickets are the first of those of more', () => {
    expect(ticketIds('alice', KEY, 8).slice(0, 3)).toEqual(ticketIds('alice', KEY, 3));
  });

  it.each([
    ['another buyer', 'bob', KEY],
    ['another purchase', 'alice', 'BZaz09-_AZaz09-_'],
    ['a letter that moved from buyer to purchase', 'alic', `e${KEY}`],
  ])('of %s are others', (_, user, key) => {
    const all = [...ticketIds('alice', KEY, 8), ...ticketIds(user, key, 8)];
    expect(new Set(all).size).toBe(16);
  });

  it('of no tickets are none', () => {
    expect(ticketIds('alice', KEY, 0)).toEqual([]);
  });
});
