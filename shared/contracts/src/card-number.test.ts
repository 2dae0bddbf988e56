import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber, passesLuhn } from './card-number.ts';

/** Numbers that payment providers publish for tests. */
const TEST_CARDS: readonly [string, string][] = [
  ['Visa', '4242424242424242'],
  ['Visa of 13 digits', '4222222222222'],
  ['Mastercard', '5555555555554444'],
  ['Mastercard of the new range', '2223003122003222'],
  ['American Express', '378282246310005'],
  ['Discover', '6011111111111117'],
  ['Diners Club', '30569309025904'],
  ['Diners Club of 16 digits', '3622720627166700'],
  ['JCB', '3566002020360505'],
  ['UnionPay', '6200000000000005'],
  ['Maestro', '6759649826438453'],
  ['Mir', '2200000000000053'],
];

describe('a card number is found', () => {
  it.each(TEST_CARDS)('of %s: %s', (_, number) => {
    expect(passesLuhn(number)).toBe(true);
    expect(holdsCardNumber(number)).toBe(true);
  });

  it.each([
    ['in groups of four', '4242 4242 4242 4242'],
    ['with hyphens', '4242-4242-4242-4242'],
    ['with dots', '4242.4242.4242.4242'],
    ['with slashes', '4242/4242/4242/4242'],
    ['with mixed separators', '4242 - 4242_4242, 4242'],
    ['with no-break spaces', '4242\u00a04242\u00a04242\u00a04242'],
    ['with zero-width spaces', '4242\u200b4242\u200b4242\u200b4242'],
    ['digit by digit', [...'4242424242424242'].join(' ')],
    ['in groups of an American Express card', '3782 822463 10005'],
    ['between words', 'Ana 4242424242424242 Kovač'],
    ['with letters at both ends', 'Ana4242424242424242Kovac'],
    ['followed by expiry and check value', '4242 4242 4242 4242 12/35 123'],
    ['after another number', '7, 4242 4242 4242 4242'],
    ['in Arabic digits', '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢'],
    ['in full-width digits', '４２４２４２４２４２４２４２４２'],
    ['in mathematical digits', '𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐'],
    ['in superscripts', '⁴²⁴²⁴²⁴²⁴²⁴²⁴²⁴²'],
    ['in circled digits', '④②④②④②④②④②④②④②④②'],
    ['in black circled digits', '❹❷❹❷❹❷❹❷❹❷❹❷❹❷❹❷'],
    ['in circled numbers of two digits', '㊷㊷㊷㊷㊷㊷㊷㊷'],
    ['in digits with full stops', '⒋⒉⒋⒉⒋⒉⒋⒉⒋⒉⒋⒉⒋⒉⒋⒉'],
    ['in keycaps', [...'4242424242424242'].map((digit) => `${digit}\ufe0f\u20e3`).join('')],
    ['with a letter between its groups', '4242a4242b4242c4242'],
    ['in two halves with a word between them', '42424242 and 42424242'],
    ['with a word between its groups', '4242 and 4242 and 4242 and 4242'],
    ['of American Express with a word between its groups', '3782 then 822463 then 10005'],
    ['with a sign, longer than any telephone number', '+4242424242424242'],
  ])('%s', (_, text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });
});

describe('no card number is found', () => {
  it.each([
    ['nothing', ''],
    ['a name', 'Ana Kovač'],
    ['a wrong check digit', '4242424242424241'],
    ['eleven digits', '42424242426'],
    ['a longer number that has one inside', '14242424242424242'],
    ['a number of 20 digits', '42424242424242424242'],
    ['a telephone number with its sign', '+49 1512 3456789'],
    ['a telephone number of 13 digits that passes Luhn, with its sign', '+4222222222222'],
    ['a national telephone number', '0171 2345678'],
    ['a date and a time', '2031-06-01 20:00:00'],
    ['a time in milliseconds', '1893456000000'],
    ['an ISBN', '978-3-16-148410-0'],
    ['an IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['a long title', 'Symphony No. 9, 1824, and 1812 Overture, op. 49 (1880)'],
    ['digits that are far apart', '4242 followed by 4242 followed by 4242 followed by 4242'],
    [
      'groups of less than four digits with letters between them',
      '4a2b4c2d4e2f4g2h4i2j4k2l4m2n4o2p',
    ],
    ['seats of a row', 'Row 42, A42, A43, B42, B44, C42 and C43'],
    ['seats with long numbers', 'P401 P402 P403 P404'],
    ['years', '1824 and 1812, 2031 to 2032 and 1980'],
    ['a range of dates', '2031-06-01 to 2031-06-30, 20:00 to 22:30'],
    ['compact dates and times', '20310601T200000Z to 20310602T220000Z'],
    ['two telephone numbers', '+49 1512 3456789 or +49 1512 3456780'],
    ['two national telephone numbers', '0171 2345678 or 0171 2345679'],
    ['a power and a fraction', 'E=mc² and 4½ hours of 24²'],
    ['zeros', '0000 0000 0000 0000'],
    ['a network that does not exist', '9999999999999995'],
    ['a UUID that begins with a card number', '42424242-4242-4242-8000-000000000000'],
    ['a trace id', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ])('in %s: %j', (_, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('in any UUID', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(holdsCardNumber(uuid)).toBe(false);
        expect(holdsCardNumber(uuid.replaceAll('-', ''))).toBe(false);
      }),
    );
  });
});

it('fails for any single wrong digit', () => {
  const [, visa] = TEST_CARDS[0] ?? ['', ''];
  fc.assert(
    fc.property(fc.nat({ max: 15 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const wrong = (Number(visa[place]) + by) % 10;
      expect(passesLuhn(`${visa.slice(0, place)}${wrong}${visa.slice(place + 1)}`)).toBe(false);
    }),
  );
});
