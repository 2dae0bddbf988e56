import type { ShowChange } from '@willcall/contracts';
import { ProblemError } from '@willcall/lambda';
import type { ShowRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { findChanges, requireValidChange } from './change-show.ts';

const opens = '2031-05-01T08:00:00Z';

describe('the changes of a request', () => {
  it.each<[string, ShowChange]>([
    ['the current price', { price: { ...hamlet.price } }],
    ['a sale that is not paused', { onSale: true }],
    ['the current capacity', { capacity: hamlet.capacity }],
    ['the current start in another notation', { startsAt: '2031-06-01T20:00:00.000Z' }],
    ['no time zone when there is none', { timeZone: null }],
    ['no sale window when there is none', { saleOpensAt: null, saleClosesAt: null }],
  ])('are empty for %s', (_, request) => {
    expect(findChanges(hamlet, request)).toEqual({});
  });

  it.each<[string, ShowChange]>([
    ['another name', { name: 'Macbeth' }],
    ['another venue', { venue: 'Rose' }],
    ['a time zone', { timeZone: 'Europe/London' }],
    ['another price', { price: { amount: 0, currency: 'EUR' } }],
    ['a pause', { onSale: false }],
    ['another capacity', { capacity: 101 }],
    ['another start', { startsAt: '2031-06-01T20:00:01Z' }],
    ['an opening', { saleOpensAt: opens }],
  ])('are the requested ones: %s', (_, request) => {
    expect(findChanges(hamlet, { ...request, price: request.price ?? hamlet.price })).toEqual(
      request,
    );
  });

  it('include a name that is the same date in another notation', () => {
    const named = { ...hamlet, name: '2031-01-01' };
    expect(findChanges(named, { name: '2031-01-01T00:00:00Z' })).toEqual({
      name: '2031-01-01T00:00:00Z',
    });
    expect(findChanges(named, { name: '2031-01-01' })).toEqual({});
  });

  it('include the removal of the opening', () => {
    expect(findChanges({ ...hamlet, saleOpensAt: opens }, { saleOpensAt: null })).toEqual({
      saleOpensAt: null,
    });
  });
});

const now = new Date('2031-04-01T08:00:00Z');
const passed = '2031-03-01T08:00:00Z';
const may = '2031-05-01T08:00:00Z';
const june = '2031-06-01T08:00:00Z';
const july = '2031-07-01T08:00:00Z';

const refusalOf = (seen: ShowRecord, request: ShowChange): object => {
  try {
    requireValidChange(seen, request, now);
  } catch (error) {
    if (error instanceof ProblemError) return error.document;
  }
  throw new Error('The change was not refused');
};

describe('a change of a show', () => {
  it.each<[string, Partial<ShowRecord>, ShowChange, object]>([
    ['of a cancelled show', { cancelledAt: may }, { onSale: false }, { code: 'SHOW_CANCELLED' }],
    [
      'of the capacity of reserved seats',
      { seating: 'RESERVED' },
      { capacity: hamlet.capacity },
      { code: 'WRONG_SEATING' },
    ],
    [
      'to another currency',
      {},
      { price: { amount: 1, currency: 'USD' } },
      { code: 'INVALID_REQUEST', errors: [{ path: 'price.currency' }] },
    ],
    [
      'to another currency, in the past and out of order, with all of its fields',
      {},
      { price: { amount: 1, currency: 'USD' }, saleOpensAt: july, saleClosesAt: passed },
      {
        code: 'INVALID_REQUEST',
        errors: [{ path: 'price.currency' }, { path: 'saleClosesAt' }, { path: 'saleOpensAt' }],
      },
    ],
    [
      'to a sale that opens after the show starts',
      {},
      { saleOpensAt: july },
      { code: 'INVALID_REQUEST', errors: [{ path: 'saleOpensAt' }] },
    ],
    [
      'to a sale that closes before it opens',
      { saleOpensAt: june },
      { saleClosesAt: may },
      { code: 'INVALID_REQUEST', errors: [{ path: 'saleClosesAt' }] },
    ],
    [
      'to a start that has passed',
      {},
      { startsAt: passed },
      { code: 'INVALID_REQUEST', errors: [{ path: 'startsAt' }] },
    ],
    [
      'to a sale that closed before, which would refuse what was accepted since',
      {},
      { saleClosesAt: passed },
      { code: 'INVALID_REQUEST', errors: [{ path: 'saleClosesAt' }] },
    ],
    [
      'to a sale that opens after the start, and closes later',
      { saleClosesAt: '2031-08-01T08:00:00Z' },
      { saleOpensAt: july },
      { code: 'INVALID_REQUEST', errors: [{ path: 'saleOpensAt' }] },
    ],
    [
      'to a start before the sale opens',
      { saleOpensAt: june },
      { startsAt: may },
      { code: 'INVALID_REQUEST', errors: [{ path: 'startsAt' }] },
    ],
    [
      'to a sale that closes at the start, before it opens',
      { startsAt: may, saleOpensAt: june, saleClosesAt: july },
      { saleClosesAt: null },
      { code: 'INVALID_REQUEST', errors: [{ path: 'saleClosesAt' }] },
    ],
  ])('%s is refused', (_, more, request, problem) => {
    expect(refusalOf({ ...hamlet, ...more }, request)).toMatchObject(problem);
  });

  it.each<[string, Partial<ShowRecord>, ShowChange]>([
    ['of start and opening together', { saleOpensAt: june }, { startsAt: july, saleOpensAt: may }],
    ['that removes the opening', { saleOpensAt: june }, { saleOpensAt: null, startsAt: may }],
    [
      'of a show that has begun, to a later start',
      { startsAt: passed, saleClosesAt: passed },
      { startsAt: july },
    ],
    [
      'that repeats a start that has passed',
      { startsAt: passed },
      { startsAt: '2031-03-01T08:00:00.000Z', onSale: false },
    ],
    ['of the price, whatever the sale window', { saleOpensAt: july }, { price: hamlet.price }],
  ])('%s is possible', (_, more, request) => {
    expect(() => requireValidChange({ ...hamlet, ...more }, request, now)).not.toThrow();
  });
});
