import type { ShowWithStock } from '@willcall/client';
import { MAX_TICKETS_PER_PURCHASE } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { MOST_TICKETS, mostTickets, type Order, readOrder, translateErrors } from './order-form.ts';

const show = (more: object = {}): ShowWithStock => ({
  showId: 's',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2099-06-01T20:00:00Z',
  price: { amount: 1_599, currency: 'EUR' },
  seating: 'GENERAL',
  capacity: 100,
  available: 100,
  onSale: true,
  ...more,
});

const order: Order = {
  draft: { name: 'Ana', email: 'ana@example.com' },
  choice: { quantity: 2 },
  total: { amount: 3_198, currency: 'EUR' },
  card: { number: '4242 4242-4242 4242', expiry: '12/98' },
};

it('offers as many tickets as one purchase can have', () => {
  expect(MOST_TICKETS).toBe(MAX_TICKETS_PER_PURCHASE);
});

it.each([
  [8, {}],
  [3, { available: 3 }],
  [4, { maxTicketsPerBuyer: 4 }],
  [1, { available: 0 }],
])('offers at most %i tickets of a show with %j', (most, more) => {
  expect(mostTickets(show(more))).toBe(most);
});

describe('an order', () => {
  it('keeps of the card only brand and last four digits apart from what is sent', () => {
    expect(readOrder(order, show())).toMatchObject({
      payment: {
        input: { number: '4242 4242-4242 4242', expiryMonth: 12, expiryYear: 2098 },
        card: { brand: 'visa', last4: '4242' },
      },
    });
  });

  it('of a show that a payment provider takes the money for has no card, even if one was typed', () => {
    expect(readOrder(order, show({ payment: 'PROVIDER' }))).toEqual({ payment: undefined });
  });

  it('of a free show needs no card', () => {
    const free = show({ price: { amount: 0, currency: 'EUR' } });
    const nothing = { total: { amount: 0, currency: 'EUR' }, card: { number: '', expiry: '' } };
    expect(readOrder({ ...order, ...nothing }, free)).toEqual({
      payment: undefined,
    });
  });

  it.each([
    ['quantity', { choice: { quantity: 0 } }],
    ['quantity', { choice: { quantity: 9 } }],
    ['quantity', { choice: { quantity: Number.NaN } }],
    ['seats', { choice: { seats: [] } }],
    ['name', { draft: { name: ' ', email: 'a@b.co' } }],
    ['name', { draft: { name: 'á'.repeat(51), email: 'a@b.co' } }],
    ['email', { draft: { name: 'Ana', email: 'ana@example' } }],
    ['email', { draft: { name: 'Ana', email: 'ana @example.com' } }],
    ['number', { card: { number: '4242 4242 4242 4241', expiry: '12/98' } }],
    ['number', { card: { number: '378282246310005', expiry: '12/98' } }],
    ['expiry', { card: { number: '4242424242424242', expiry: '13/98' } }],
    ['expiry', { card: { number: '4242424242424242', expiry: '01/20' } }],
    ['expiry', { card: { number: '4242424242424242', expiry: '' } }],
  ])('that is wrong in %s says so there alone: %j', (field, different) => {
    expect(Object.keys(readOrder({ ...order, ...different }, show()).errors ?? {})).toEqual([
      field,
    ]);
  });

  it.each(['1298', '12/2098', '12 98', ' 12 / 98 ', '12-98'])('takes the expiry %j', (expiry) => {
    const typed = { ...order, card: { number: '4242424242424242', expiry } };
    expect(readOrder(typed, show())).toMatchObject({
      payment: { input: { expiryMonth: 12, expiryYear: 2_098 } },
    });
  });
});

it('translates what the API refuses to the fields of the form', () => {
  const refused = [
    'holder.name',
    'holder.email',
    'card.number',
    'card.expiryYear',
    'quantity',
    'seats',
  ];
  const errors = refused.map((path) => ({ path, message: 'must be right' }));
  expect(Object.keys(translateErrors(errors)).sort()).toEqual(
    ['email', 'expiry', 'name', 'number', 'quantity', 'seats'].sort(),
  );
});
