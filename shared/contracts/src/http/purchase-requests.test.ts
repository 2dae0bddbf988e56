import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TICKETS_PER_PURCHASE } from '../purchase.ts';
import { IdempotencyKey, PurchaseRequest } from './purchase-requests.ts';

const card = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2031 };
const holder = { name: 'Ana', email: 'ana@example.com' };
const twoTickets = {
  showId: 'hamlet',
  quantity: 2,
  holder,
  card,
  expectedPrice: { amount: 4500, currency: 'EUR' },
};

const invalidPaths = (body: unknown) =>
  PurchaseRequest.safeParse(body).error?.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? [...issue.path, ...issue.keys].join('.')
      : issue.path.join('.'),
  );

describe('a request for tickets', () => {
  it('is accepted unchanged', () => {
    expect(PurchaseRequest.parse(twoTickets)).toEqual(twoTickets);
  });

  it('requires neither a card (for a free show) nor an expected price', () => {
    const { card: _card, expectedPrice: _price, ...free } = twoTickets;
    expect(PurchaseRequest.parse(free)).toEqual(free);
  });

  it.each(Array.from({ length: MAX_TICKETS_PER_PURCHASE }, (_, index) => index + 1))(
    'may request %i tickets',
    (quantity) => {
      expect(invalidPaths({ ...twoTickets, quantity })).toBeUndefined();
    },
  );

  it.each([
    ['the body', { ...twoTickets, userId: 'another user' }, 'userId'],
    ['the body, from a later release', { ...twoTickets, gift: true }, 'gift'],
    ['the holder', { ...twoTickets, holder: { ...holder, phone: '1' } }, 'holder.phone'],
    ['the card', { ...twoTickets, card: { ...card, cvc: '123' } }, 'card.cvc'],
    [
      'the expected price',
      {
        ...twoTickets,
        expectedPrice: { ...twoTickets.expectedPrice, tax: 1 },
      },
      'expectedPrice.tax',
    ],
  ])('is refused if there is an unknown field in %s', (_, body, path) => {
    expect(invalidPaths(body)).toEqual([path]);
  });

  it('is refused if it has its own __proto__, and changes no prototype', () => {
    const body: unknown = JSON.parse('{"__proto__": {"quantity": 8}, "showId": "hamlet"}');
    expect(PurchaseRequest.safeParse(body).success).toBe(false);
    expect(Object.hasOwn(Object.prototype, 'quantity')).toBe(false);
  });

  it.each([
    ['no tickets', { quantity: 0 }, 'quantity'],
    ['nine tickets', { quantity: 9 }, 'quantity'],
    ['minus one ticket', { quantity: -1 }, 'quantity'],
    ['half a ticket', { quantity: 1.5 }, 'quantity'],
    ['a quantity in text', { quantity: '2' }, 'quantity'],
    ['a boolean quantity', { quantity: true }, 'quantity'],
    ['a list of quantities', { quantity: [2] }, 'quantity'],
    ['no quantity', { quantity: undefined }, 'quantity'],
    ['an empty show id', { showId: '' }, 'showId'],
    ['a show id with a path', { showId: '../x' }, 'showId'],
    ['the calendar key as a show id', { showId: '#calendar' }, 'showId'],
    ['a show id that is a number', { showId: 7 }, 'showId'],
    ['a holder in text', { holder: 'Ana' }, 'holder'],
    ['no holder', { holder: null }, 'holder'],
    ['a name of spaces', { holder: { ...holder, name: '  ' } }, 'holder.name'],
    ['a name of 101 bytes', { holder: { ...holder, name: `x${'é'.repeat(50)}` } }, 'holder.name'],
    ['a name with a line feed', { holder: { ...holder, name: 'Ana\nBob' } }, 'holder.name'],
    ['a wrong e-mail address', { holder: { ...holder, email: 'ana' } }, 'holder.email'],
    ['no e-mail address', { holder: { name: 'Ana' } }, 'holder.email'],
    ['a card that is null', { card: null }, 'card'],
    ['a card number that is a number', { card: { ...card, number: 42 } }, 'card.number'],
    [
      'a card number that is too long',
      { card: { ...card, number: '4'.repeat(65) } },
      'card.number',
    ],
    ['month 0', { card: { ...card, expiryMonth: 0 } }, 'card.expiryMonth'],
    ['month 13', { card: { ...card, expiryMonth: 13 } }, 'card.expiryMonth'],
    ['a month in text', { card: { ...card, expiryMonth: '12' } }, 'card.expiryMonth'],
    ['a year of two digits', { card: { ...card, expiryYear: 31 } }, 'card.expiryYear'],
    ['the year 3000', { card: { ...card, expiryYear: 3000 } }, 'card.expiryYear'],
    ['an expected price in text', { expectedPrice: '45 EUR' }, 'expectedPrice'],
  ])('is refused for %s, with the path of the field', (_, change, path) => {
    expect(invalidPaths({ ...twoTickets, ...change })).toEqual([path]);
  });

  it.each([null, undefined, [], 'text', 7, true])('cannot be %j', (body) => {
    expect(PurchaseRequest.safeParse(body).success).toBe(false);
  });

  it('never quotes a value in an error message', () => {
    const value = fc.oneof(
      fc.string({ minLength: 8, maxLength: 200 }),
      fc.string({ unit: 'binary', minLength: 8, maxLength: 200 }),
      fc.stringMatching(/^\d{12,80}$/),
    );
    const place = fc.constantFrom<(secret: string) => unknown>(
      (secret) => ({ ...twoTickets, quantity: 0, card: { ...card, number: secret } }),
      (secret) => ({ ...twoTickets, card: { ...card, number: secret.repeat(20) } }),
      (secret) => ({ ...twoTickets, card: { ...card, expiryMonth: secret } }),
      (secret) => ({ ...twoTickets, card: { ...card, expiryYear: secret } }),
      (secret) => ({ ...twoTickets, card: secret }),
      (secret) => ({ ...twoTickets, card: { ...card, number: [secret] } }),
      (secret) => ({ ...twoTickets, card: { ...card, extra: secret } }),
      (secret) => ({ ...twoTickets, showId: `${secret}!` }),
      (secret) => ({ ...twoTickets, quantity: secret }),
      (secret) => ({ ...twoTickets, holder: { name: `${secret}\n`, email: secret } }),
      (secret) => ({ ...twoTickets, expectedPrice: { amount: secret, currency: secret } }),
      (secret) => secret,
    );
    fc.assert(
      fc.property(value, place, (secret, put) => {
        const { error } = PurchaseRequest.safeParse(put(secret));
        expect(error).toBeDefined();
        for (const issue of error?.issues ?? []) expect(issue.message).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an idempotency key', () => {
  it.each(['k', ' ', '~', 'x'.repeat(255), '7e9a3c1c-5c2e-4bb9-8f9b-0c1a7f6d2e11'])(
    'can be %j',
    (key) => {
      expect(IdempotencyKey.parse(key)).toBe(key);
    },
  );

  it.each(['', 'x'.repeat(256), 'a\tb', 'a\n', 'é', '\u007f', undefined, 7])(
    'cannot be %j',
    (key) => {
      expect(IdempotencyKey.safeParse(key).success).toBe(false);
    },
  );
});
