import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant, TimeZone } from './time.ts';

describe('an instant', () => {
  it.each(['2031-06-01T20:00:00Z', '2031-06-01T20:00:00.5Z', '2032-02-29T23:59:59.999Z'])(
    'can be %s',
    (text) => {
      expect(Instant.parse(text)).toBe(text);
    },
  );

  it.each([
    ['a date alone', '2031-06-01'],
    ['a local time', '2031-06-01T20:00:00'],
    ['an offset', '2031-06-01T20:00:00+02:00'],
    ['an offset of zero', '2031-06-01T20:00:00+00:00'],
    ['a space instead of the T', '2031-06-01 20:00:00Z'],
    ['small letters', '2031-06-01t20:00:00z'],
    ['a day that does not exist in the month', '2031-02-30T20:00:00Z'],
    ['29 February in a year that is not a leap year', '2031-02-29T20:00:00Z'],
    ['a month 13', '2031-13-01T20:00:00Z'],
    ['an hour 24', '2031-06-01T24:00:00Z'],
    ['a leap second', '2031-06-01T23:59:60Z'],
    ['a year of five digits', '+12031-06-01T20:00:00Z'],
    ['a line feed at its end', '2031-06-01T20:00:00Z\n'],
    ['epoch milliseconds', 1_938_110_400_000],
    ['nothing', ''],
  ])('cannot be %s', (_, value) => {
    const parsed = Instant.safeParse(value);
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([
      'must be an ISO 8601 time in UTC, e.g. 2031-06-01T20:00:00Z',
    ]);
  });

  it('accepts every result of toISOString for the years 0 to 9999', () => {
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (at) => {
        expect(Instant.safeParse(at.toISOString()).success).toBe(true);
      }),
    );
  });

  it('is always a time that Date can parse, so that comparisons never involve NaN', () => {
    const two = (min: number, max: number) =>
      fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'));
    const text = fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0')),
        two(0, 13),
        two(0, 32),
        two(0, 25),
        two(0, 61),
        fc.constantFrom('', ':00', ':59', ':60'),
        fc.constantFrom('', '.1', '.123456789', '.00000000000000000001'),
      )
      .map(([y, mo, d, h, mi, s, fraction]) => `${y}-${mo}-${d}T${h}:${mi}${s}${fraction}Z`);
    fc.assert(
      fc.property(text, (candidate) => {
        fc.pre(Instant.safeParse(candidate).success);
        expect(Date.parse(candidate)).not.toBeNaN();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a time zone', () => {
  it.each([
    'Europe/Madrid',
    'America/Argentina/Buenos_Aires',
    'Asia/Kolkata',
    'Etc/GMT+5',
    'UTC',
    'europe/madrid',
  ])('can be %s, and stays so', (name) => {
    expect(TimeZone.parse(name)).toBe(name);
  });

  it.each([
    ['a place that has none', 'Europe/Nowhere'],
    ['an offset', '+01:00'],
    ['a name that the card number 4242424242424242 ends', 'Europe/Madrid4242424242424242'],
    ['spaces around it', ' Europe/Madrid '],
    ['nothing', ''],
    ['no text', 1],
    ['null', null],
    ['missing', undefined],
  ])('cannot be %s', (_, value) => {
    const { error } = TimeZone.safeParse(value);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'must be the name of a time zone, e.g. Europe/Madrid',
    ]);
  });
});
