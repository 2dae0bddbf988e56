import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  issuePurchaseId,
  type ParsedPurchaseId,
  type PurchaseIdKeys,
  parsePurchaseId,
  type RequestIdentity,
  wasIssuedTo,
} from './identity.ts';

describe('purchase id', () => {
  const secret = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
  const keys: PurchaseIdKeys = { current: secret(1) };
  const alice = { userId: 'alice', idempotencyKey: 'key-1' };
  const request: RequestIdentity = {
    showId: 'hamlet',
    quantity: 2,
    holder: { name: 'Ana', email: 'ana@example.com' },
    card: { brand: 'visa', last4: '4242' },
  };

  function parsed(id: string): ParsedPurchaseId {
    const parts = parsePurchaseId(id);
    if (parts === undefined) throw new Error(`Not a purchase id: ${id}`);
    return parts;
  }

  const issuedTo = (userId: string, id: string, by = keys) => wasIssuedTo(userId, parsed(id), by);

  /** Replaces the character at a position of the id. */
  const forged = (id: string, place: number): string =>
    `${id.slice(0, place)}${id[place] === 'A' ? 'B' : 'A'}${id.slice(place + 1)}`;

  describe('a purchase id', () => {
    it('has 32 characters that fit a URL, for any user and any key', () => {
      const ascii = (min: number) => fc.string({ unit: 'grapheme-ascii', minLength: min });
      fc.assert(
        fc.property(ascii(1), ascii(1), (userId, idempotencyKey) => {
          const id = issuePurchaseId({ userId, idempotencyKey }, request, keys);
          expect(id).toMatch(/^[A-Za-z0-9_-]{32}$/);
          expect(issuedTo(userId, id)).toBe(true);
        }),
      );
    });

    it('is the same for the same user, key and request: a retry is the same purchase', () => {
      expect(issuePurchaseId(alice, request, keys)).toBe(issuePurchaseId(alice, request, keys));
    });

    it('never changes between releases, because it is the record’s key and clients keep it', () => {
      expect(issuePurchaseId(alice, request, keys)).toBe('KUjj27m0PDObCLS70pqKXs85LKgu11GE');
    });

    it('has a record key of 16 characters, a fingerprint of 6, and a MAC of 8 bytes', () => {
      const id = issuePurchaseId(alice, request, keys);
      const { key, fingerprint, mac } = parsed(id);
      expect(key).toBe(id.slice(0, 16));
      expect(fingerprint).toMatch(/^[A-Za-z0-9_-]{6}$/);
      expect(mac).toHaveLength(8);
    });

    it('for the same idempotency key and another request has the same record key, and is valid too', () => {
      const one = issuePurchaseId(alice, request, keys);
      const other = issuePurchaseId(alice, { ...request, quantity: 3 }, keys);
      expect(parsed(other).key).toBe(parsed(one).key);
      expect(parsed(other).fingerprint).not.toBe(parsed(one).fingerprint);
      expect(issuedTo('alice', other)).toBe(true);
    });

    it.each([
      ['another user', { ...alice, userId: 'bob' }],
      ['another idempotency key', { ...alice, idempotencyKey: 'key-2' }],
      ['user and key swapped', { userId: 'key-1', idempotencyKey: 'alice' }],
      ['a letter moved from the user to the key', { userId: 'alic', idempotencyKey: 'ekey-1' }],
    ])('for %s has another record key', (_, identity) => {
      expect(parsed(issuePurchaseId(identity, request, keys)).key).not.toBe(
        parsed(issuePurchaseId(alice, request, keys)).key,
      );
    });

    it('of user `ab` with key `c` differs from that of user `a` with key `bc`', () => {
      const ab = issuePurchaseId({ userId: 'ab', idempotencyKey: 'c' }, request, keys);
      const a = issuePurchaseId({ userId: 'a', idempotencyKey: 'bc' }, request, keys);
      expect(parsed(ab).key).not.toBe(parsed(a).key);
      expect(issuedTo('a', ab)).toBe(false);
    });

    it('has the same record key under any MAC key, so a rotation duplicates no purchase', () => {
      const rotated = issuePurchaseId(alice, request, { current: secret(2), previous: secret(1) });
      const id = issuePurchaseId(alice, request, keys);
      expect(rotated.slice(0, 21)).toBe(id.slice(0, 21));
      expect(rotated).not.toBe(id);
    });
  });

  describe('an issued id', () => {
    const id = issuePurchaseId(alice, request, keys);

    it('is valid for its user', () => {
      expect(issuedTo('alice', id)).toBe(true);
    });

    it.each(['bob', 'Alice', 'alice ', 'alic', ''])('is not valid for %j', (userId) => {
      expect(issuedTo(userId, id)).toBe(false);
    });

    it('is not valid if any one of its characters is changed', () => {
      for (let place = 0; place < id.length; place += 1) {
        expect(issuedTo('alice', forged(id, place)), `character ${place}`).toBe(false);
      }
    });

    it('is not valid with the MAC of another id of the same user', () => {
      const other = issuePurchaseId({ ...alice, idempotencyKey: 'key-2' }, request, keys);
      expect(wasIssuedTo('alice', { ...parsed(id), mac: parsed(other).mac }, keys)).toBe(false);
    });

    it('is valid under the previous key, and not after the next rotation', () => {
      expect(issuedTo('alice', id, { current: secret(2), previous: secret(1) })).toBe(true);
      expect(issuedTo('alice', id, { current: secret(3), previous: secret(2) })).toBe(false);
      expect(issuedTo('alice', id, { current: secret(2) })).toBe(false);
    });

    it('is signed with the current key, never with the previous one', () => {
      const rotated: PurchaseIdKeys = { current: secret(2), previous: secret(1) };
      const later = issuePurchaseId(alice, request, rotated);
      expect(issuedTo('alice', later, { current: secret(2) })).toBe(true);
      expect(issuedTo('alice', later, { current: secret(1) })).toBe(false);
    });

    it('cannot be guessed: no random text of its form is valid', () => {
      fc.assert(
        fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{32}$/), (guess) => {
          expect(issuedTo('alice', guess)).toBe(false);
        }),
      );
    });
  });

  describe('a text', () => {
    const id = issuePurchaseId(alice, request, keys);

    it.each([
      ['nothing', ''],
      ['31 characters', id.slice(1)],
      ['33 characters', `${id}A`],
      ['padding', `${id.slice(0, 31)}=`],
      ['characters of plain base64', `${id.slice(0, 31)}+`],
      ['a line feed at its end', `${id}\n`],
      ['a space before it', ` ${id}`],
      ['a path', '../../../../../../../../../../..'],
      ['letters of another script', 'é'.repeat(32)],
    ])('with %s does not have the form of a purchase id', (_, text) => {
      expect(parsePurchaseId(text)).toBeUndefined();
    });

    it('of that form is parsed without loss, so no two of them are the same purchase', () => {
      const ofForm = fc.stringMatching(/^[A-Za-z0-9_-]{32}$/);
      fc.assert(
        fc.property(ofForm, (text) => {
          const { key, fingerprint, mac } = parsed(text);
          const whole = Buffer.concat([
            Buffer.from(key, 'base64url'),
            Buffer.from(fingerprint, 'base64url'),
            mac,
          ]);
          expect(whole.toString('base64url')).toBe(text);
        }),
      );
    });
  });
});

describe('request fingerprint', () => {
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

    it('treats an undefined member as missing', () => {
      const { card: _card, expectedPrice: _price, ...free } = request;
      expect(printOf({ ...free, card: undefined, expectedPrice: undefined })).toBe(printOf(free));
    });

    it('never changes between releases, because ids of pending purchases contain it', () => {
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
      ['missing card', { card: undefined }],
      ['the amount', { expectedPrice: { amount: 4501, currency: 'EUR' } }],
      ['the currency', { expectedPrice: { amount: 4500, currency: 'USD' } }],
      ['missing price', { expectedPrice: undefined }],
    ])('differs for a changed value: %s', (_, change) => {
      expect(printOf({ ...request, ...change })).not.toBe(printOf(request));
    });

    it('differs if any part of the request differs', () => {
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
});
