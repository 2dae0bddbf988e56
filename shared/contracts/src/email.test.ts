import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Email } from './email.ts';
import { CARD, messagesOf } from './refusals.fixture.ts';

const NO_ADDRESS = 'must be an e-mail address, e.g. ana@example.com';
const NO_DOMAIN =
  'must have a domain that exists in DNS: write it in its own script or as its xn-- form';

describe('an e-mail address', () => {
  const local = (length: number) => 'a'.repeat(length);
  /** A domain of 127 characters and these in its first label. */
  const domain = (first: number) => `${'d'.repeat(first)}.${'e'.repeat(61)}.${'f'.repeat(60)}.com`;

  it.each([
    ['short', 'ana@example.com'],
    ['with a tag and subdomains', 'ana.maria+tickets@mail.example.co.uk'],
    ['with an ampersand', 'a&b@example.com'],
    ['with a slash', 'user/dept@example.com'],
    ['with an equals sign', 'ana=list@example.com'],
    ['with every other character of RFC 5322', "!#$%&'*+-/=?^_`{|}~.0Z@example.com"],
    ['of one character', 'a@example.com'],
    ['with 64 characters before the @', `${local(64)}@example.com`],
    ['with labels of 63 characters', `ana@${'d'.repeat(63)}.${'e'.repeat(63)}.com`],
    ['of 254 bytes', `${local(64)}@${domain(62)}`],
    ['with a domain of digits and hyphens', 'ana@3-d.4-u.example'],
    ['with A-labels', 'ivan@xn--80ak6aa92e.xn--p1ai'],
    ['with a label in which only later hyphens are double', 'ana@abc--d.example'],
  ])('can be %s', (_, email) => {
    expect(Email.parse(email)).toBe(email);
  });

  it.each([
    ['a domain in capitals', 'Ana@Example.COM', 'Ana@example.com'],
    ['spaces around it', ' ana@example.com\u00a0', 'ana@example.com'],
    ['a German domain', 'ana@münchen.de', 'ana@xn--mnchen-3ya.de'],
    ['a decomposed domain', 'ana@mu\u0308nchen.de', 'ana@xn--mnchen-3ya.de'],
    ['a Russian domain', 'ivan@почта.рф', 'ivan@xn--80a1acny.xn--p1ai'],
    ['a Japanese domain with its full stop', 'ana@例え。jp', 'ana@xn--r8jz45g.jp'],
    ['a domain with ß, which is a letter of its own', 'ana@faß.de', 'ana@xn--fa-hia.de'],
    ['a full-width domain', 'ana@ｅｘａｍｐｌｅ.com', 'ana@example.com'],
    ['an emoji domain', 'ana@i❤.ws', 'ana@xn--i-7iq.ws'],
  ])('with %s is stored in one form', (_, email, stored) => {
    expect(Email.parse(email)).toBe(stored);
    expect(Email.parse(stored)).toBe(stored);
  });

  it.each([
    ['no at sign', 'ana.example.com'],
    ['no domain', 'ana@'],
    ['no local part', '@example.com'],
    ['a space', 'ana maria@example.com'],
    ['a line feed at its end', 'ana@example.com\n'],
    ['an injected header', 'ana@example.com\nBcc: all@example.com'],
    ['a display name', 'Ana <ana@example.com>'],
    ['two addresses', 'ana@example.com,bob@example.com'],
    ['two at signs', 'ana@bob@example.com'],
    ['a NUL', 'ana\u0000@example.com'],
    ['nothing', ''],
    ['a dot at the start', '.ana@example.com'],
    ['a dot before the @', 'ana.@example.com'],
    ['two dots in a row', 'ana..b@example.com'],
    ['a quoted local part', '"ana b"@example.com'],
    ['a comment', 'ana(work)@example.com'],
    ['a parenthesis', 'ana)@example.com'],
    ['a colon', 'mailto:ana@example.com'],
    ['a hyphen at the end of a label', 'a@example-.com'],
    ['a hyphen at the start of a label', 'a@-example.com'],
    ['an underscore in the domain', 'a@ex_ample.com'],
    ['an empty label', 'a@example..com'],
    ['a dot at the end of the domain', 'a@example.com.'],
    ['a dot at the start of the domain', 'a@.example.com'],
    ['a domain of one label', 'ana@localhost'],
    ['an IP address', 'ana@127.0.0.1'],
    ['an address literal', 'ana@[127.0.0.1]'],
    ['an IPv6 literal', 'ana@[IPv6:::1]'],
    ['a port', 'ana@example.com:25'],
    ['a label of 64 characters', `ana@${'d'.repeat(64)}.com`],
    ['an A-label that is too long', `ana@${'ä'.repeat(62)}.de`],
    ['a domain of 254 characters', `a@${'d.'.repeat(125)}comm`],
    ['an A-label that encodes nothing', 'ana@xn--a.com'],
    ['an empty A-label', 'ana@xn--.com'],
    ['an A-label of an ASCII label', 'ana@xn--abc-.com'],
    ['a reserved label', 'ana@ab--c.com'],
    ['an encoded label that ends in a hyphen', 'ana@ä-.com'],
    ['percent-encoding', 'ana@ex%61mple.com'],
  ])('is refused with %s', (_, email) => {
    expect(messagesOf(Email, email)).toEqual([NO_ADDRESS]);
  });

  it.each([
    [
      'a local part of another script',
      'аня@example.com',
      'must be an e-mail address with ASCII characters only before the @',
    ],
    ['a domain that is none in any script', 'ana@a／b.com', NO_DOMAIN],
    [
      '65 characters before the @',
      `${local(65)}@example.com`,
      'must have at most 64 characters before the @',
    ],
    ['255 bytes', `${local(64)}@${domain(63)}`, 'must be at most 254 bytes of UTF-8'],
    ['a card number', '4242424242424242@example.com', CARD],
    ['a card number in its domain', 'ana@4242-4242-4242-4242.example', CARD],
  ])('with %s is refused with a sentence of its own', (_, email, sentence) => {
    expect(messagesOf(Email, email)).toEqual([sentence]);
  });

  it.each([[7], [null], [undefined], [{}]])('cannot be %j', (value) => {
    expect(messagesOf(Email, value)).toEqual([NO_ADDRESS]);
  });

  it('has a form that is an address again, and the same one', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '.', '-', 'ä', 'ß', '@', ' ', 'xn--', '1'),
    });
    fc.assert(
      fc.property(part, part, (before, after) => {
        const { data } = Email.safeParse(`${before}@${after}.com`);
        if (data !== undefined) expect(Email.parse(data)).toBe(data);
      }),
      { numRuns: 2_000 },
    );
  });
});
