import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Email, parseJson, printable } from './text.ts';

const messagesOf = (schema: ReturnType<typeof printable> | typeof Email, input: unknown) =>
  schema.safeParse(input).error?.issues.map((issue) => issue.message) ?? [];

describe('printable text', () => {
  it.each([
    ['one letter', 'x'],
    ['letters of other scripts', 'Åsa Žižek 山田太郎 محمد'],
    ['a name with an apostrophe and a hyphen', "Anne-Marie O'Neill"],
    ['an emoji of several code points', '👩‍👩‍👧'],
    ['100 ASCII characters', 'x'.repeat(100)],
    ['50 characters of two bytes', 'é'.repeat(50)],
    ['25 characters of four bytes', '🎟'.repeat(25)],
  ])('accepts %s', (_, text) => {
    expect(printable(100).parse(text)).toBe(text);
  });

  it('keeps the text as typed, including surrounding spaces', () => {
    expect(printable(100).parse(' Ana ')).toBe(' Ana ');
  });

  it.each([
    ['101 ASCII characters', 'x'.repeat(101)],
    ['51 characters of two bytes', 'é'.repeat(51)],
    ['34 characters of three bytes', '山'.repeat(34)],
    ['26 characters of four bytes', '🎟'.repeat(26)],
  ])('counts UTF-8 bytes, not characters: %s are too many', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual(['must be at most 100 bytes of UTF-8']);
  });

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['no-break and ideographic spaces', '\u00a0\u3000'],
    ['a byte order mark', '\ufeff'],
    ['a zero-width space', '\u200b'],
    ['a zero-width joiner', '\u200d'],
    ['a soft hyphen', '\u00ad'],
  ])('requires a visible character: refuses %s', (_, text) => {
    expect(messagesOf(printable(100), text)).not.toEqual([]);
  });

  it.each([
    ['a NUL', 'A\u0000na'],
    ['a line feed', 'Ana\nBooked'],
    ['a carriage return', 'Ana\r'],
    ['a tab', 'Ana\tB'],
    ['an escape', '\u001b[31mAna'],
    ['DEL', 'Ana\u007f'],
    ['a C1 control', 'Ana\u0085'],
    ['a line separator', 'Ana\u2028B'],
    ['a paragraph separator', 'Ana\u2029B'],
    ['a lone surrogate', 'Ana\ud800'],
    ['a private-use character', 'Ana\ue000'],
    ['a noncharacter', 'Ana\ufffe'],
  ])('refuses %s inside', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual(['must contain printable characters only']);
  });

  it('refuses a right-to-left override, which reverses the text around it', () => {
    expect(messagesOf(printable(100), 'Ana \u202e000,1 rof')).not.toEqual([]);
  });

  it('accepts letters of any width exactly when their bytes fit', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'é', '山', '🎟'), minLength: 1 });
    fc.assert(
      fc.property(letters, fc.integer({ min: 1, max: 40 }), (text, maxBytes) => {
        const fits = Buffer.byteLength(text, 'utf8') <= maxBytes;
        expect(printable(maxBytes).safeParse(text).success).toBe(fits);
      }),
    );
  });
});

describe('an e-mail address', () => {
  const ofBytes = (length: number) => `${'a'.repeat(length - '@example.com'.length)}@example.com`;

  it.each([
    ['short', 'ana@example.com'],
    ['with a tag and subdomains', 'ana.maria+tickets@mail.example.co.uk'],
    ['of 254 bytes', ofBytes(254)],
  ])('can be %s', (_, email) => {
    expect(Email.parse(email)).toBe(email);
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
    ['a NUL', 'ana\u0000@example.com'],
    ['nothing', ''],
  ])('is refused with %s', (_, email) => {
    expect(messagesOf(Email, email)).toEqual(['must be an e-mail address']);
  });

  it('is refused if it has 255 bytes', () => {
    expect(messagesOf(Email, ofBytes(255))).toEqual(['must be at most 254 bytes of UTF-8']);
  });
});

it.each([
  ['{"seats":["A-1"]}', { seats: ['A-1'] }],
  ['"text"', 'text'],
  ['0', 0],
  ['null', null],
])('parses %s', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

it.each(['', ' ', 'secret', '{"cut":', 'undefined', '{} {}'])(
  'returns undefined for %j, which is not JSON',
  (text) => {
    expect(parseJson(text)).toBeUndefined();
  },
);
