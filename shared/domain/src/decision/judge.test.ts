import type { RejectionReason } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { openShow } from './decide.fixture.ts';
import {
  isBeforeSale,
  judge,
  type PurchaseToDecide,
  type ShowOnSale,
  saleClosingTime,
} from './judge.ts';

const hamlet: ShowOnSale = {
  price: { amount: 4500, currency: 'EUR' },
  startsAt: '2031-06-01T20:00:00Z',
  onSale: true,
  saleOpensAt: '2031-05-01T08:00:00Z',
  saleClosesAt: '2031-06-01T19:00:00Z',
};
const free: ShowOnSale = { ...hamlet, price: { amount: 0, currency: 'EUR' } };

const purchase: PurchaseToDecide = {
  userId: 'alice',
  quantity: 2,
  requestedAt: '2031-05-15T12:00:00.000Z',
  hasCard: true,
};

type Case = {
  readonly when: string;
  readonly show?: Partial<ShowOnSale>;
  readonly purchase?: Partial<PurchaseToDecide>;
  readonly reason: RejectionReason | undefined;
};

const cases: readonly Case[] = [
  { when: 'in the middle of the sale', reason: undefined },
  {
    when: 'one millisecond before the sale opens',
    purchase: { requestedAt: '2031-05-01T07:59:59.999Z' },
    reason: 'SALE_NOT_OPEN',
  },
  {
    when: 'at the moment the sale opens',
    purchase: { requestedAt: '2031-05-01T08:00:00.000Z' },
    reason: undefined,
  },
  {
    when: 'one millisecond before the sale closes',
    purchase: { requestedAt: '2031-06-01T18:59:59.999Z' },
    reason: undefined,
  },
  {
    when: 'at the moment the sale closes',
    purchase: { requestedAt: '2031-06-01T19:00:00.000Z' },
    reason: 'SALE_CLOSED',
  },
  {
    when: 'long before a show whose sale has no opening time',
    show: { saleOpensAt: undefined },
    purchase: { requestedAt: '2001-01-01T00:00:00.000Z' },
    reason: undefined,
  },
  {
    when: 'one millisecond before the start of a show whose sale has no closing time',
    show: { saleClosesAt: undefined },
    purchase: { requestedAt: '2031-06-01T19:59:59.999Z' },
    reason: undefined,
  },
  {
    when: 'at the start of a show whose sale has no closing time',
    show: { saleClosesAt: undefined },
    purchase: { requestedAt: '2031-06-01T20:00:00.000Z' },
    reason: 'SALE_CLOSED',
  },
  {
    when: 'after the start of a show whose sale closes later',
    show: { saleClosesAt: '2031-06-01T21:00:00Z' },
    purchase: { requestedAt: '2031-06-01T20:30:00.000Z' },
    reason: undefined,
  },
  { when: 'while the sale is paused', show: { onSale: false }, reason: 'SALE_PAUSED' },
  {
    when: 'expecting the current price',
    purchase: { expectedPrice: { amount: 4500, currency: 'EUR' } },
    reason: undefined,
  },
  {
    when: 'expecting one cent less',
    purchase: { expectedPrice: { amount: 4499, currency: 'EUR' } },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'expecting one cent more',
    purchase: { expectedPrice: { amount: 4501, currency: 'EUR' } },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'expecting the same amount in another currency',
    purchase: { expectedPrice: { amount: 4500, currency: 'USD' } },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'without a card, for a show that is not free',
    purchase: { hasCard: false },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'without a card, for a show of one cent',
    show: { price: { amount: 1, currency: 'EUR' } },
    purchase: { hasCard: false },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'without a card, although the price is as expected',
    purchase: { hasCard: false, expectedPrice: { amount: 4500, currency: 'EUR' } },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'without a card, for a free show',
    show: free,
    purchase: { hasCard: false },
    reason: undefined,
  },
  { when: 'with a card, for a free show', show: free, reason: undefined },
  {
    when: 'expecting a free show, for a free show',
    show: free,
    purchase: { hasCard: false, expectedPrice: { amount: 0, currency: 'EUR' } },
    reason: undefined,
  },
  {
    when: 'expecting a free show in another currency',
    show: free,
    purchase: { expectedPrice: { amount: 0, currency: 'USD' } },
    reason: 'PRICE_CHANGED',
  },
  {
    when: 'expecting to pay for a show that has become free',
    show: free,
    purchase: { expectedPrice: { amount: 4500, currency: 'EUR' } },
    reason: 'PRICE_CHANGED',
  },
];

describe('a purchase', () => {
  it.each(cases)('$when: $reason', ({ show, purchase: change, reason }) => {
    expect(judge({ ...hamlet, ...show }, { ...purchase, ...change })).toBe(reason);
  });

  it('for a show that does not exist is SHOW_NOT_FOUND', () => {
    expect(judge(undefined, purchase)).toBe('SHOW_NOT_FOUND');
  });

  it.each([1, 8])(
    'of %i tickets is judged alike, because stock is not considered here',
    (quantity) => {
      expect(judge(hamlet, { ...purchase, quantity })).toBeUndefined();
    },
  );
});

describe('with several reasons,', () => {
  const beforeSale = { requestedAt: '2031-04-01T00:00:00.000Z' };
  const afterSale = { requestedAt: '2031-06-02T00:00:00.000Z' };
  const wrongPrice = { expectedPrice: { amount: 1, currency: 'EUR' } };

  it.each<Case>([
    {
      when: 'not open comes before paused and price',
      show: { onSale: false },
      purchase: { ...beforeSale, ...wrongPrice, hasCard: false },
      reason: 'SALE_NOT_OPEN',
    },
    {
      when: 'not open comes before closed, for a sale that closes before it opens',
      show: { saleClosesAt: '2031-04-30T00:00:00Z' },
      purchase: { requestedAt: '2031-04-30T12:00:00.000Z' },
      reason: 'SALE_NOT_OPEN',
    },
    {
      when: 'closed comes before paused and price',
      show: { onSale: false },
      purchase: { ...afterSale, ...wrongPrice, hasCard: false },
      reason: 'SALE_CLOSED',
    },
    {
      when: 'paused comes before price',
      show: { onSale: false },
      purchase: { ...wrongPrice, hasCard: false },
      reason: 'SALE_PAUSED',
    },
  ])('$when', ({ show, purchase: change, reason }) => {
    expect(judge({ ...hamlet, ...show }, { ...purchase, ...change })).toBe(reason);
  });

  it('a missing show comes first', () => {
    expect(judge(undefined, { ...purchase, ...beforeSale, hasCard: false })).toBe('SHOW_NOT_FOUND');
  });
});

describe('the sale', () => {
  it('closes at its closing time, or when the show starts', () => {
    expect(saleClosingTime({ startsAt: 'start' })).toBe('start');
    expect(saleClosingTime({ startsAt: 'start', saleClosesAt: undefined })).toBe('start');
    expect(saleClosingTime({ startsAt: 'start', saleClosesAt: 'explicit' })).toBe('explicit');
  });

  it.each([
    ['2031-05-01T07:59:59.999Z', true],
    ['2031-05-01T08:00:00.000Z', false],
    ['2031-05-01T08:00:00.001Z', false],
  ])('at %s has yet to open: %s', (at, expected) => {
    expect(isBeforeSale(hamlet, at)).toBe(expected);
  });

  it('without an opening time is open from the beginning', () => {
    expect(isBeforeSale({}, '0001-01-01T00:00:00Z')).toBe(false);
  });

  it('compares moments, not text, because times can be written with or without milliseconds', () => {
    expect(isBeforeSale({ saleOpensAt: '2031-05-01T08:00:00Z' }, '2031-05-01T08:00:00.000Z')).toBe(
      false,
    );
  });
});

const at = (minute: number): string => new Date(Date.UTC(2031, 4, 1, 8, minute)).toISOString();
const postponed = { saleOpensAt: at(30), openingPostponedAt: at(15), postponedOpening: at(5) };

it.each([
  ['before the pause', { onSale: false, pausedAt: at(10) }, 9, undefined],
  ['at the pause', { onSale: false, pausedAt: at(10) }, 10, 'SALE_PAUSED'],
  ['after the pause', { onSale: false, pausedAt: at(10) }, 11, 'SALE_PAUSED'],
  ['in a past pause', { pausedAt: at(10), resumedAt: at(20) }, 15, 'SALE_PAUSED'],
  ['when the sale resumed', { pausedAt: at(10), resumedAt: at(20) }, 20, undefined],
  ['in a second pause', { onSale: false, pausedAt: at(30), resumedAt: at(20) }, 31, 'SALE_PAUSED'],
  ['between two pauses', { onSale: false, pausedAt: at(30), resumedAt: at(20) }, 25, undefined],
  ['of a show that was never on sale', { onSale: false }, 1, 'SALE_PAUSED'],
  ['before the opening of an open sale was postponed', postponed, 14, undefined],
  ['at the moment of the postponement', postponed, 15, 'SALE_NOT_OPEN'],
  ['after the postponement', postponed, 16, 'SALE_NOT_OPEN'],
  ['at the first opening', postponed, 5, undefined],
  ['before the first opening', postponed, 4, 'SALE_NOT_OPEN'],
  ['at the second opening', postponed, 30, undefined],
  [
    'before a postponement that an older release stored',
    { ...postponed, postponedOpening: undefined },
    14,
    'SALE_NOT_OPEN',
  ],
  [
    'before a postponement, in a pause',
    { ...postponed, pausedAt: at(10), resumedAt: at(12) },
    11,
    'SALE_PAUSED',
  ],
  [
    'in a pause, of a show that was cancelled',
    { pausedAt: at(1), cancelledAt: at(2) },
    1,
    'SHOW_CANCELLED',
  ],
] as const)('a purchase that was requested %s', (_, change, minute, reason) => {
  const purchase = { userId: 'ana', quantity: 1, requestedAt: at(minute), hasCard: true };
  expect(judge({ ...openShow, ...change }, purchase)).toBe(reason);
});
