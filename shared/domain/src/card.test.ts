import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardInput, checkCard, listCardFaults } from './card.ts';

const now = new Date('2031-06-15T12:00:00Z');
const valid = { expiryMonth: 12, expiryYear: 2033 };
const check = (number: string, more: Partial<CardInput> = {}, at = now) =>
  checkCard({ number, ...valid, ...more }, at);

/** Appends the check digit that satisfies Luhn's formula. */
function withCheckDigit(payload: string): string {
  const sum = [...payload]
    .reverse()
    .map((character, fromRight) => Number(character) * (fromRight % 2 === 0 ? 2 : 1))
    .map((product) => (product > 9 ? product - 9 : product))
    .reduce((a, b) => a + b, 0);
  return `${payload}${(10 - (sum % 10)) % 10}`;
}

const numberOf = (prefix: string, digits: number): string =>
  withCheckDigit(prefix.padEnd(digits - 1, '0'));

describe('a card number', () => {
  it.each([
    ['4242424242424242', 'visa', '4242'],
    ['4111111111111111', 'visa', '1111'],
    ['4222222222222', 'visa', '2222'],
    ['5555555555554444', 'mastercard', '4444'],
    ['2223003122003222', 'mastercard', '3222'],
  ])('of the well-known test card %s is %s, ending in %s', (number, brand, last4) => {
    expect(check(number)).toEqual({ card: { brand, last4 } });
  });

  it.each([
    ['American Express', '378282246310005'],
    ['Discover', '6011111111111117'],
  ])('of %s is of an unsupported brand', (_, number) => {
    expect(check(number)).toEqual({ refused: 'brand' });
  });

  it.each([
    ['one digit wrong', '4242424242424241'],
    ['two digits swapped', '4242424242424224'],
    ['a digit missing', '411111111111111'],
  ])('with %s fails the Luhn check', (_, number) => {
    expect(check(number)).toEqual({ refused: 'number' });
  });

  it.each([
    ['spaces in groups of four', '4242 4242 4242 4242'],
    ['dashes', '4242-4242-4242-4242'],
    ['spaces around it', '  4242424242424242 '],
    ['both', '4242 - 4242 - 4242 - 4242'],
  ])('can be typed with %s', (_, number) => {
    expect(check(number)).toEqual({ card: { brand: 'visa', last4: '4242' } });
  });

  it.each([
    ['nothing', ''],
    ['only spaces and dashes', ' - - '],
    ['letters', 'four two four two'],
    ['a letter at its end', '4242424242424242x'],
    ['a letter instead of a digit', '424242424242424O'],
    ['a line feed at its end', '4242424242424242\n'],
    ['a tab between its digits', '4242\t4242\t4242\t4242'],
    ['a decimal point', '4242424242424242.0'],
    ['an exponent', '4.242424242424242e15'],
    ['a sign', '+4242424242424242'],
    ['digits of another script', '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢'],
    ['full-width digits', '４２４２４２４２４２４２４２４２'],
    ['eleven digits', withCheckDigit('4242424242')],
    ['twenty digits', withCheckDigit('4242424242424242424')],
  ])('is invalid with %s', (_, number) => {
    expect(check(number)).toEqual({ refused: 'number' });
  });

  it('of zeros passes the Luhn check but has no brand', () => {
    expect(check('0000000000000000')).toEqual({ refused: 'brand' });
  });
});

describe('the brand', () => {
  it.each([
    ['4000', 'visa'],
    ['4999', 'visa'],
    ['5100', 'mastercard'],
    ['5599', 'mastercard'],
    ['2221', 'mastercard'],
    ['2720', 'mastercard'],
  ])('of the range edge %s is %s', (prefix, brand) => {
    expect(check(numberOf(prefix, 16))).toMatchObject({ card: { brand } });
  });

  it.each(['3999', '5099', '5600', '2220', '2721', '3400', '3700', '6011', '5000', '6500', '2000'])(
    'just outside the ranges, at %s, is not supported',
    (prefix) => {
      expect(check(numberOf(prefix, 16))).toEqual({ refused: 'brand' });
    },
  );

  it.each([
    [12, { refused: 'brand' }],
    [13, { card: { brand: 'visa' } }],
    [14, { refused: 'brand' }],
    [15, { refused: 'brand' }],
    [16, { card: { brand: 'visa' } }],
    [17, { refused: 'brand' }],
    [18, { refused: 'brand' }],
    [19, { card: { brand: 'visa' } }],
  ])('of a 4 with %i digits: %j', (digits, result) => {
    expect(check(numberOf('4', digits))).toMatchObject(result);
  });

  it.each([12, 13, 14, 15, 17, 18, 19])('of a 55 with %i digits is not supported', (digits) => {
    expect(check(numberOf('55', digits))).toEqual({ refused: 'brand' });
  });
});

describe('a card is valid', () => {
  it.each([
    [
      'until the end of its month, plus twelve hours for UTC−12',
      6,
      2031,
      '2031-07-01T11:59:59.999Z',
    ],
    ['until the end of a December', 12, 2031, '2032-01-01T11:59:59.999Z'],
    ['until the end of a February of 29 days', 2, 2032, '2032-03-01T11:59:59.999Z'],
    ['on the first day of its month', 6, 2031, '2031-06-01T00:00:00.000Z'],
    ['for years to come', 1, 2999, '2031-06-15T12:00:00.000Z'],
  ])('%s', (_, expiryMonth, expiryYear, at) => {
    const result = check('4242424242424242', { expiryMonth, expiryYear }, new Date(at));
    expect(result).toEqual({ card: { brand: 'visa', last4: '4242' } });
  });

  it.each([
    ['once its month has ended in UTC−12', 6, 2031, '2031-07-01T12:00:00.000Z'],
    ['once its December has ended there', 12, 2031, '2032-01-01T12:00:00.000Z'],
    ['once its February of 29 days has ended there', 2, 2032, '2032-03-01T12:00:00.000Z'],
  ])('no longer %s', (_, expiryMonth, expiryYear, at) => {
    const result = check('4242424242424242', { expiryMonth, expiryYear }, new Date(at));
    expect(result).toEqual({ card: { brand: 'visa', last4: '4242' }, expiredAt: at });
  });

  it.each([
    ['a month later', 5, 2031, '2031-06-01T12:00:00.000Z'],
    ['in the next year, in an earlier month', 12, 2030, '2031-01-01T12:00:00.000Z'],
  ])('no longer %s, and says since when', (_, expiryMonth, expiryYear, expiredAt) => {
    expect(check('4242424242424242', { expiryMonth, expiryYear })).toMatchObject({ expiredAt });
  });

  it('only with a valid number', () => {
    const longExpired = { expiryMonth: 1, expiryYear: 2001 };
    expect(check('4242424242424241', longExpired)).toEqual({ refused: 'number' });
    expect(check('378282246310005', longExpired)).toEqual({ refused: 'brand' });
  });
});

describe('the verdict on a card', () => {
  const digits = (min: number, max: number) =>
    fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));
  const inRange = fc
    .tuple(fc.constantFrom('4', '51', '55', '2221', '2720', '37', '6011'), digits(12, 18))
    .map(([prefix, rest]) => withCheckDigit(`${prefix}${rest}`.slice(0, 15)));
  const separated = (number: string) => number.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
  const anyNumber = fc.oneof(
    inRange,
    inRange.map(separated),
    digits(5, 19),
    fc.string({ minLength: 5 }),
  );
  const anyCard = fc.record({
    number: anyNumber,
    expiryMonth: fc.integer({ min: 1, max: 12 }),
    expiryYear: fc.integer({ min: 2000, max: 2999 }),
  });

  it('never contains more than four digits of the number', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const said = JSON.stringify(checkCard(card, now));
        expect(said).not.toContain(card.number);
        expect(said).not.toMatch(/\d{5}/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never a card if one digit was mistyped', () => {
    const mistyped = fc.tuple(inRange, fc.nat({ max: 14 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(mistyped, ([number, place, by]) => {
        const wrong = (Number(number[place]) + by) % 10;
        const typed = `${number.slice(0, place)}${wrong}${number.slice(place + 1)}`;
        expect(check(typed)).toEqual({ refused: 'number' });
      }),
    );
  });

  it('is the same with and without spaces and dashes', () => {
    fc.assert(
      fc.property(inRange, fc.constantFrom(' ', '-', ' - '), (number, separator) => {
        const typed = [...number].join(separator);
        expect(check(typed)).toEqual(check(number));
      }),
    );
  });
});

describe('the faults of a card', () => {
  it.each<[string, Partial<CardInput>, string[]]>([
    ['a valid one', { number: '4242424242424242', ...valid }, []],
    ['a mistyped number', { number: '4242424242424241', ...valid }, ['number']],
    ['another brand', { number: '378282246310005', ...valid }, ['brand']],
    [
      'an expired one',
      { number: '4242424242424242', expiryMonth: 1, expiryYear: 2020 },
      ['expired'],
    ],
    [
      'a mistyped number, expired',
      { number: '4242424242424241', expiryMonth: 1, expiryYear: 2020 },
      ['number', 'expired'],
    ],
    ['no number, expired', { expiryMonth: 1, expiryYear: 2020 }, ['expired']],
    ['no expiry, a mistyped number', { number: '1' }, ['number']],
    ['nothing', {}, []],
  ])('are all listed: %s', (_, card, faults) => {
    expect(listCardFaults(card, now)).toEqual(faults);
  });
});
