import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, type RequestIdentity } from './request-fingerprint.ts';

const request: RequestIdentity = {
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { brand: 'visa', last4: '4242' },
  expectedPrice: { amount: 4500, currency: 'EUR' },
};
const printOf = (of: RequestIdentity) => fingerprint(of).toString('hex');

describe('the fingerprint of a request', () => {
  it('ignores the order of members, at every level', () => {
    const reversed: RequestIdentity = {
      expectedPrice: { currency: 'EUR', amount: 4500 },
      card: { last4: '4242', brand: 'visa' },
      holder: { email: 'ana@example.com', name: 'Ana' },
      quantity: 2,
      showId: 'hamlet',
    };
    expect(printOf(reversed)).toBe(printOf(request));
  });

  it('takes a member that is undefined for one that was left out', () => {
    const { card: _card, expectedPrice: _price, ...free } = request;
    expect(printOf({ ...free, card: undefined, expectedPrice: undefined })).toBe(printOf(free));
  });

  it('never changes: ids of pending purchases hold it across releases', () => {
    const canonical =
      '{"card":{"brand":"visa","last4":"4242"},"expectedPrice":{"amount":4500,"currency":"EUR"},' +
      '"holder":{"email":"ana@example.com","name":"Ana"},"quantity":2,"showId":"hamlet"}';
    expect(printOf(request)).toBe(createHash('sha256').update(canonical).digest('hex'));
  });

  it.each<[string, Partial<RequestIdentity>]>([
    ['the show', { showId: 'macbeth' }],
    ['the quantity', { quantity: 3 }],
    ['the name', { holder: { name: 'Ann', email: 'ana@example.com' } }],
    ['the e-mail address', { holder: { name: 'Ana', email: 'ana@example.org' } }],
    ['the brand', { card: { brand: 'mastercard', last4: '4242' } }],
    ['the last four digits', { card: { brand: 'visa', last4: '4243' } }],
    ['the card, left out', { card: undefined }],
    ['the amount', { expectedPrice: { amount: 4501, currency: 'EUR' } }],
    ['the currency', { expectedPrice: { amount: 4500, currency: 'USD' } }],
    ['the price, left out', { expectedPrice: undefined }],
  ])('differs for another %s', (_, change) => {
    expect(printOf({ ...request, ...change })).not.toBe(printOf(request));
  });

  it('differs wherever anything that was asked for differs', () => {
    const text = fc.string({ maxLength: 5 });
    const any = fc.record(
      {
        showId: text,
        quantity: fc.integer({ min: 1, max: 3 }),
        holder: fc.record({ name: text, email: text }),
        card: fc.record({
          brand: fc.constantFrom('visa' as const, 'mastercard' as const),
          last4: fc.constantFrom('4242', '4444'),
        }),
        expectedPrice: fc.record({
          amount: fc.integer({ min: 0, max: 2 }),
          currency: fc.constantFrom('EUR', 'USD'),
        }),
      },
      { requiredKeys: ['showId', 'quantity', 'holder'] },
    );
    const plain = (of: RequestIdentity) => [
      of.showId,
      of.quantity,
      of.holder.name,
      of.holder.email,
      of.card?.brand,
      of.card?.last4,
      of.expectedPrice?.amount,
      of.expectedPrice?.currency,
    ];
    fc.assert(
      fc.property(any, any, (one, other) => {
        const same = JSON.stringify(plain(one)) === JSON.stringify(plain(other));
        expect(printOf(one) === printOf(other)).toBe(same);
      }),
      { numRuns: 1_000 },
    );
  });
});
