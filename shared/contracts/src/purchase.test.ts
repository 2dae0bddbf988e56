import { describe, expect, it } from 'vitest';
import {
  PURCHASE_MESSAGE_VERSION,
  PurchaseMessage,
  rejectionMessages,
  rejectionReasons,
  statuses,
} from './purchase.ts';

describe('outcomes', () => {
  it('have a distinct sentence for every reason', () => {
    expect(Object.keys(rejectionMessages).sort()).toEqual([...rejectionReasons].sort());
    const sentences = Object.values(rejectionMessages);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].+\.$/);
  });

  it('keep the original sentence for a sold-out show', () => {
    expect(rejectionMessages.SOLD_OUT).toBe('No tickets available.');
  });

  it('list each status and each reason once', () => {
    expect(new Set(statuses).size).toBe(statuses.length);
    expect(new Set(rejectionReasons).size).toBe(rejectionReasons.length);
  });
});

const message = {
  version: PURCHASE_MESSAGE_VERSION,
  purchaseId: 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_',
  userId: 'alice',
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { brand: 'visa', last4: '4242' },
  expectedPrice: { amount: 4500, currency: 'EUR' },
  requestedAt: '2031-05-01T08:00:00.000Z',
  correlationId: 'JKJaXmPLvHcESHA=',
};

describe('a purchase message', () => {
  it('is read unchanged', () => {
    expect(PurchaseMessage.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it('is read without a card and a price, which a free show does not require', () => {
    const { card: _card, expectedPrice: _price, ...free } = message;
    expect(PurchaseMessage.parse(free)).toEqual(free);
  });

  it.each([
    ['the message', { ...message, gift: true }],
    ['the holder', { ...message, holder: { ...message.holder, phone: '1' } }],
    ['the card', { ...message, card: { ...message.card, wallet: 'w' } }],
    ['the price', { ...message, expectedPrice: { ...message.expectedPrice, tax: 1 } }],
  ])('ignores and drops fields of a later release in %s', (_, later) => {
    expect(PurchaseMessage.parse(later)).toEqual(message);
  });

  it.each([0, 2, 1.5, '1', null, undefined])('is refused with version %j', (version) => {
    expect(PurchaseMessage.safeParse({ ...message, version }).success).toBe(false);
  });

  it.each([
    ['no buyer', { userId: undefined }],
    ['an empty buyer', { userId: '' }],
    ['a purchase id of another length', { purchaseId: 'short' }],
    ['nine tickets', { quantity: 9 }],
    ['no tickets', { quantity: 0 }],
    ['a card number', { card: { brand: 'visa', last4: '4242424242424242' } }],
    ['a brand that is not accepted', { card: { brand: 'amex', last4: '0005' } }],
    ['a negative price', { expectedPrice: { amount: -1, currency: 'EUR' } }],
    ['a currency of two letters', { expectedPrice: { amount: 1, currency: 'EU' } }],
    ['a time in another zone', { requestedAt: '2031-05-01T08:00:00+02:00' }],
    ['a correlation id with spaces', { correlationId: 'a b' }],
    ['a name longer than a request may have', { holder: { name: 'x'.repeat(101), email: 'e' } }],
  ])('is refused with %s', (_, change) => {
    expect(PurchaseMessage.safeParse({ ...message, ...change }).success).toBe(false);
  });
});
