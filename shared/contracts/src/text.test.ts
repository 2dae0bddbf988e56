import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD, messagesOf } from './refusals.fixture.ts';
import { parseJson, printable, toTextForm } from './text.ts';

const UNPRINTABLE =
  'must contain printable characters only: no line breaks, and no control or invisible characters';
const INVISIBLE = 'must contain a letter, a digit or another visible character';

describe('text', () => {
  it.each([
    ['one letter', 'x'],
    ['letters of other scripts', 'Åsa Žižek 山田太郎 محمد'],
    ['a name with an apostrophe and a hyphen', "Anne-Marie O'Neill"],
    ['an emoji of several code points', '👩‍👩‍👧'],
    ['an emoji with a variation selector at its end', 'Love ❤️'],
    ['a flag of tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['a joiner between letters', 'نامه\u200cای'],
    ['a joiner at its end, which Malayalam needs', 'അവന\u0d4d\u200d'],
    ['a joiner before a letter', '(\u200dه)'],
    ['joiners in Devanagari, Bengali and Sinhala', 'क्\u200dष र\u200c্য ශ්\u200dරී'],
    ['an emoji of a skin tone and a joiner', '👩🏽\u200d🚀 🕵\ufe0f\u200d♂\ufe0f 🏳\ufe0f\u200d🌈'],
    ['a keycap', '7\ufe0f\u20e3 Days'],
    ['variants of ideographs', '葛\u{e0100}城 神\ufe00社'],
    ['Mongolian with a variant and a vowel separator', 'ᠮᠣ\u180bᠩ ᠰᠠᠷᠠᠨ\u180eᠠ'],
    ['a direction mark beside Hebrew', 'הבימה (\u200fA\u200e) 2'],
    ['100 ASCII characters', 'x'.repeat(100)],
    ['50 characters of two bytes', 'é'.repeat(50)],
    ['25 characters of four bytes', '🎟'.repeat(25)],
  ])('can be %s', (_, text) => {
    expect(printable(100).parse(text)).toBe(text);
  });

  it.each([
    ['spaces around it', ' Ana ', 'Ana'],
    ['spaces of other scripts around it', '\u3000Ana\u00a0\u2003', 'Ana'],
    ['decomposed letters', 'Fle\u0301ur', 'Fl\u00e9ur'],
    ['an Ångström sign', '\u212bsa', '\u00c5sa'],
    ['two spaces', 'Hamlet  II', 'Hamlet II'],
    ['a no-break space', 'Hamlet\u00a0II', 'Hamlet II'],
    ['a narrow and an ideographic space', 'Ubu\u202f:\u3000Roi', 'Ubu : Roi'],
    ['a zero-width space at its end', 'Ana\u200b', 'Ana'],
    ['a byte order mark at its start', '\ufeffAna', 'Ana'],
    ['direction marks around it', '\u200eAna\u200f', 'Ana'],
    ['a variation selector before its first letter', '\ufe0fAna', 'Ana'],
    ['a Braille blank at its end', 'Ana\u2800', 'Ana'],
    ['a joiner after its last Latin letter', 'Ana\u200d', 'Ana'],
    ['a variation selector after its last Latin letter', 'Ana\ufe0f', 'Ana'],
    ['a second joiner at its end', 'നമ\u0d4d\u200d\u200d', 'നമ\u0d4d\u200d'],
    ['tags at its end', 'Ana\u{e0041}\u{e007f}', 'Ana'],
    ['spaces and invisible characters mixed', ' \u200b Ana \u2060 ', 'Ana'],
  ])('with %s has the same form as without', (_, typed, form) => {
    expect(toTextForm(typed)).toBe(form);
    expect(printable(100).parse(typed)).toBe(form);
  });

  it.each(['ﬁ', 'Ⅳ', '１', 'HAMLET', 'hamlet'])('keeps %j as typed', (text) => {
    expect(toTextForm(text)).toBe(text);
  });

  it('has a form that does not change again', () => {
    const parts = fc.constantFrom(
      ...[
        'e',
        '\u0301',
        ' ',
        '\u00a0',
        '\u200b',
        '\u200d',
        '\ufe0f',
        '\u200f',
        '🏴',
        '\u{e0067}',
        '\u{e007f}',
        '\u180e',
        'ᠠ',
        'ن',
        '\u3164',
        '\u0d4d',
        '👩',
        'ᄀ',
        'ᅡ',
      ],
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(parts, fc.constant('ﷺ')) }), (text) => {
        expect(toTextForm(toTextForm(text))).toBe(toTextForm(text));
      }),
    );
  });

  it.each([
    ['101 ASCII characters', 'x'.repeat(101)],
    ['51 characters of two bytes', 'é'.repeat(51)],
    ['34 characters of three bytes', '山'.repeat(34)],
    ['26 characters of four bytes', '🎟'.repeat(26)],
  ])('counts the UTF-8 bytes of its form: %s are too many', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual(['must be at most 100 bytes of UTF-8']);
    expect(messagesOf(printable(100), `  ${'e\u0301'.repeat(50)}`)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['no-break and ideographic spaces', '\u00a0\u3000'],
    ['a byte order mark', '\ufeff'],
    ['a zero-width space', '\u200b'],
    ['a zero-width joiner', '\u200d'],
    ['a soft hyphen', '\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['a Braille blank', '\u2800'],
    ['a variation selector', '\ufe0f'],
    ['a combining mark', '\u0301'],
  ])('that is %s is refused: nobody can see it', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual([INVISIBLE]);
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
    ['the replacement character of broken decoding', 'Jos\ufffd'],
    ['a zero-width space between letters', 'Ham\u200blet'],
    ['a word joiner between letters', 'Ham\u2060let'],
    ['a soft hyphen between letters', 'Ham\u00adlet'],
    ['a filler between letters', 'Ham\u3164let'],
    ['a right-to-left override', 'Ana \u202e000,1 rof'],
    ['an isolate', 'Ana \u2066x\u2069'],
  ])('with %s is refused', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual([UNPRINTABLE]);
  });

  it.each([
    ['a zero-width joiner', 'V\u200dip'],
    ['a zero-width non-joiner', 'V\u200cip'],
    ['an emoji variation selector', 'V\ufe0fip'],
    ['a variation selector of ideographs', 'V\u{e0100}ip'],
    ['a tag', 'V\u{e0041}ip'],
    ['the tags of a flag', 'V\u{e0067}\u{e0062}\u{e007f}ip'],
    ['a combining grapheme joiner', 'V\u034fip'],
    ['a Mongolian vowel separator', 'V\u180eip'],
    ['a Mongolian variation selector', 'V\u180bip'],
    ['a left-to-right mark', 'V\u200eip'],
    ['a right-to-left mark', 'V\u200fip'],
    ['an Arabic letter mark', 'V\u061cip'],
  ])('with %s between Latin letters is refused: it looks the same without', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual([UNPRINTABLE]);
  });

  it.each([
    ['two joiners', 'نامه\u200c\u200cای'],
    ['a joiner between an emoji and a letter', '👩\u200dAna'],
    ['two variation selectors', '❤\ufe0f\ufe0f!'],
    ['a variation selector after a digit', '7\ufe0f Days'],
    ['a flag without its last tag', '🏴\u{e0067}\u{e0062}!'],
    ['a flag without a place', '🏴\u{e007f}!'],
    ['a combining grapheme joiner after Hebrew', 'הב\u034fימה'],
    ['a vowel separator at the end of a Mongolian word', 'ᠠ\u180e (A)'],
  ])('with %s is refused: nothing there needs it', (_, text) => {
    expect(messagesOf(printable(100), text)).toEqual([UNPRINTABLE]);
  });

  it.each(['4242424242424242', 'Ana 4242 4242 4242 4242', 'Ana Kovač, 5555-5555-5555-4444, 12/35'])(
    'with a card number is refused: %j',
    (text) => {
      expect(messagesOf(printable(100), text)).toEqual([CARD]);
    },
  );

  it.each([[7], [null], [undefined], [{}], [['Ana']], [true]])('cannot be %j', (value) => {
    expect(messagesOf(printable(100), value)).toEqual([
      'must be text of at most 100 bytes of UTF-8',
    ]);
  });

  it('of ASCII has the same form alone and beside a letter of another alphabet', () => {
    const ascii = fc.string({ unit: fc.constantFrom('a', '7', '#', '-', ' ', '\t', '\u007f') });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(`é${toTextForm(`x${text}x`)}é`).toBe(toTextForm(`éx${text}xé`));
      }),
    );
  });

  it('has letters of any width exactly when their bytes fit', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'é', '山', '🎟'), minLength: 1 });
    fc.assert(
      fc.property(letters, fc.integer({ min: 1, max: 40 }), (text, maxBytes) => {
        const fits = Buffer.byteLength(text, 'utf8') <= maxBytes;
        expect(printable(maxBytes).safeParse(text).success).toBe(fits);
      }),
    );
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
