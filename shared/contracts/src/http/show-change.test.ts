import { describe, expect, it } from 'vitest';
import { ShowChange } from './show-change.ts';

const price = { amount: 1299, currency: 'EUR' };

describe('a change of a show', () => {
  it.each([
    ['a price', { price }],
    ['a pause', { onSale: false }],
    ['both', { price, onSale: true }],
    ['a price of nothing', { price: { amount: 0, currency: 'EUR' } }],
  ])('may be %s', (_, change) => {
    expect(ShowChange.parse(change)).toEqual(change);
  });

  it.each([
    ['nothing', {}, ''],
    ['a price below nothing', { price: { amount: -1, currency: 'EUR' } }, 'price.amount'],
    ['a price in no currency', { price: { amount: 1, currency: 'XXZ' } }, 'price.currency'],
    ['a price that is a number', { price: 12.99 }, 'price'],
    ['a sale that is a word', { onSale: 'no' }, 'onSale'],
    ['a name', { onSale: true, name: 'Macbeth' }, ''],
    ['no capacity', { capacity: 0 }, 'capacity'],
    ['a start that is none', { startsAt: 'tomorrow' }, 'startsAt'],
    ['a stamp of its own', { price, isDiscounted: true }, ''],
    ['a list', [], ''],
  ])('may not be %s', (_, change, path) => {
    const issues = ShowChange.safeParse(change).error?.issues.map((issue) => issue.path.join('.'));
    expect(issues).toEqual([path]);
  });
});
