import { describe, expect, it } from 'vitest';
import { ShowChange, ShowRequest } from './show-requests.ts';
import { findBrokenOrder, findPastTimes, ShowTime } from './show-times.ts';

const MILLISECOND = 'must have at most 3 digits of a second: the time is exact to the millisecond';
const YEARS = 'must be in the years 2000 to 2999';
const ISO = 'must be an ISO 8601 time in UTC, e.g. 2031-06-01T20:00:00Z';

describe('a time of a show', () => {
  it.each([
    '2000-01-01T00:00:00Z',
    '2031-06-01T20:00:00.5Z',
    '2031-06-01T20:00:00.123Z',
    '2999-12-31T23:59:59.999Z',
  ])('can be %s', (text) => {
    expect(ShowTime.parse(text)).toBe(text);
  });

  it.each([
    ['in the year 0000', '0000-06-01T20:00:00Z', [YEARS]],
    ['in the year 0203, for 2031', '0203-06-01T20:00:00Z', [YEARS]],
    ['just before the first year', '1999-12-31T23:59:59.999Z', [YEARS]],
    ['just after the last year', '3000-01-01T00:00:00Z', [YEARS]],
    ['in the year 9999', '9999-12-31T23:59:59Z', [YEARS]],
    ['to the microsecond', '2031-06-01T20:00:00.123456Z', [MILLISECOND]],
    ['of 15,000 digits', `2031-06-01T20:00:00.${'0'.repeat(15_000)}Z`, [MILLISECOND]],
    ['that is a word', 'tomorrow', [ISO]],
    ['that is a number', 1_938_110_400_000, [ISO]],
    ['that is nothing', undefined, [ISO]],
  ])('cannot be %s', (_, value, messages) => {
    const { error } = ShowTime.safeParse(value);
    expect(error?.issues.map(({ message }) => message)).toEqual(messages);
  });
});

const april = '2031-04-01T08:00:00Z';
const may = '2031-05-01T08:00:00Z';
const june = '2031-06-01T08:00:00Z';
const july = '2031-07-01T08:00:00Z';
const now = new Date(may);

const CLOSES = 'must be before the sale closes';
const STARTS = 'must be before the show starts';
const START_IS_PAST = { path: 'startsAt', message: 'must be in the future' };
const CLOSING_IS_PAST = {
  path: 'saleClosesAt',
  message: 'must be in the future: onSale false stops a sale at once',
};

type Times = {
  readonly startsAt: string;
  readonly saleOpensAt?: string;
  readonly saleClosesAt?: string;
};

/** Every order of the times of a show, at the beginning of May. */
const cases: readonly [string, Times, { order?: readonly string[]; past?: readonly object[] }][] = [
  ['a start', { startsAt: june }, {}],
  ['a start that has passed', { startsAt: april }, { past: [START_IS_PAST] }],
  ['a start that is now', { startsAt: may }, { past: [START_IS_PAST] }],
  ['an opening that has passed', { saleOpensAt: april, startsAt: june }, {}],
  ['an opening to come', { saleOpensAt: june, startsAt: july }, {}],
  ['an opening at the start', { saleOpensAt: june, startsAt: june }, { order: [STARTS] }],
  ['an opening after the start', { saleOpensAt: july, startsAt: june }, { order: [STARTS] }],
  [
    'a sale that opens and closes after the start',
    { startsAt: june, saleOpensAt: '2031-06-01T09:00:00Z', saleClosesAt: july },
    { order: [STARTS] },
  ],
  ['a closing before the start', { saleClosesAt: june, startsAt: july }, {}],
  ['a closing after the start, at the door', { startsAt: june, saleClosesAt: july }, {}],
  [
    'a closing that has passed',
    { saleClosesAt: april, startsAt: june },
    { past: [CLOSING_IS_PAST] },
  ],
  [
    'a whole sale that has passed',
    { saleOpensAt: '2031-03-01T08:00:00Z', saleClosesAt: april, startsAt: june },
    { past: [CLOSING_IS_PAST] },
  ],
  [
    'a closing at the opening',
    { saleOpensAt: june, saleClosesAt: '2031-06-01T08:00:00.000Z', startsAt: july },
    { order: [CLOSES] },
  ],
  [
    'a closing before the opening',
    { saleOpensAt: july, saleClosesAt: june, startsAt: '2031-08-01T08:00:00Z' },
    { order: [CLOSES] },
  ],
  [
    'a closing and a start before the opening',
    { saleOpensAt: july, saleClosesAt: may, startsAt: june },
    { order: [CLOSES, STARTS], past: [CLOSING_IS_PAST] },
  ],
];

describe('the times of a show', () => {
  it.each(cases)('with %s', (_, times, { order = [], past = [] }) => {
    const request = { name: 'Hamlet', venue: 'Globe', price: { amount: 0, currency: 'EUR' } };
    const { error } = ShowRequest.safeParse({ ...request, capacity: 1, ...times });
    const issues = error?.issues ?? [];
    expect(issues.map(({ message }) => message)).toEqual(order);
    expect(issues.every(({ path }) => path.join('.') === 'saleOpensAt')).toBe(true);
    expect(findBrokenOrder(times) === undefined).toBe(order.length === 0);
    expect(findPastTimes(times, now)).toEqual(past);
  });

  it('that are removed or unchanged are neither past nor out of order', () => {
    const times = { saleOpensAt: null, saleClosesAt: null };
    expect(ShowChange.safeParse(times).success).toBe(true);
    expect(findPastTimes(times, now)).toEqual([]);
    expect(findBrokenOrder({ ...times, startsAt: april })).toBeUndefined();
  });
});
