import { FLYER_CONTENT_TYPES, MAX_FLYER_BYTES, toTextForm } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  detectImageType,
  flyerKey,
  flyerUrl,
  IMAGE_SIGNATURE_BYTES,
  judgeUpload,
  parseFlyerKey,
  uploadOrder,
} from './flyers.ts';

describe('an object key', () => {
  it.each([
    ['shows/AAAAAAAAAAAAAAAA/x.png', 'AAAAAAAAAAAAAAAA'],
    ['shows/A-_9/no extension', 'A-_9'],
    ['shows/A/a/folder/below/x.png', 'A'],
  ])('%s names the show %s', (key, showId) => {
    expect(parseFlyerKey(key)).toEqual({ kind: 'show', showId });
  });

  it.each([
    ['Hamlet%20at%20the%20Globe.png', 'Hamlet at the Globe'],
    ['Hamlet at the Globe.png', 'Hamlet at the Globe'],
    ['Hamlet.JPEG', 'Hamlet'],
    ['Hamlet.jpg', 'Hamlet'],
    ['Hamlet.webp', 'Hamlet'],
    ['S.O.S.png', 'S.O.S'],
    ['AC%2FDC.png', 'AC/DC'],
    ['M%C3%A4dchen.png', 'Mädchen'],
    ['Mädchen.png', 'Mädchen'],
    ['C++.png', 'C++'],
    ['100% Hamlet.png', '100% Hamlet'],
    ['%E0%A4.png', '%E0%A4'],
    ['.png.png', '.png'],
  ])('%s names the shows with the title %s', (key, name) => {
    expect(parseFlyerKey(key)).toEqual({ kind: 'name', name });
  });

  it.each([
    '',
    '.png',
    'Hamlet',
    'Hamlet.pdf',
    'Hamlet.png.txt',
    'flyers/Hamlet.png',
    'shows/A',
    'shows/A/',
    'shows//x.png',
    'shows/a b/x.png',
    'shows/#calendar/x.png',
    '/shows/A/x.png',
  ])('"%s" names no show', (key) => {
    expect(parseFlyerKey(key)).toEqual({ kind: 'nothing' });
  });

  it('names the show that it was made for, and every URL-encoded title', () => {
    const showId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
    fc.assert(
      fc.property(showId, fc.constantFrom(...FLYER_CONTENT_TYPES), (id, type) => {
        expect(parseFlyerKey(flyerKey(id, 'x', type))).toEqual({ kind: 'show', showId: id });
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (typed) => {
        const name = toTextForm(typed);
        fc.pre(name !== '');
        const key = `${encodeURIComponent(typed)}.png`;
        expect(parseFlyerKey(key)).toEqual({ kind: 'name', name });
      }),
    );
  });

  it.each([
    ['decomposed, as macOS writes it', 'Fle\u0301ur.png', 'Fl\u00e9ur'],
    ['decomposed and URL-encoded', 'Fle%CC%81ur.png', 'Fl\u00e9ur'],
    ['with spaces at its ends', ' Trim .png', 'Trim'],
    ['with a no-break space', 'Hamlet%C2%A0II.webp', 'Hamlet II'],
  ])('names a show by a title %s', (_, key, name) => {
    expect(parseFlyerKey(key)).toEqual({ kind: 'name', name });
  });

  it.each(['%20.png', '\u200b.png', '%E3%80%80.png'])(
    'that nobody can see, %j, names no show',
    (key) => {
      expect(parseFlyerKey(key)).toEqual({ kind: 'nothing' });
    },
  );
});

it.each([
  ['https://img.example.com', 'shows/A/x.png', 'https://img.example.com/shows/A/x.png'],
  ['https://example.com/img/', 'a b.png', 'https://example.com/img/a%20b.png'],
  ['https://example.com', 'a%20b.png', 'https://example.com/a%2520b.png'],
  ['https://example.com', 'Was?#.png', 'https://example.com/Was%3F%23.png'],
])('with the base URL %s, the object %s has the URL %s', (base, key, url) => {
  expect(flyerUrl(base, key)).toBe(url);
});

const AT = '2031-05-01T08:00:00.000Z';

describe('the order of uploads', () => {
  it.each([
    ['the earlier time', [AT, 'FFFF'], ['2031-05-01T08:00:00.001Z', '0001']],
    ['a time without milliseconds', ['2031-05-01T08:00:00Z', '1'], ['2031-05-01T08:00:00.5Z', '0']],
    ['the lower sequencer', [AT, '0055AED6DCD90281E5'], [AT, '0055AED6DCD90281E6']],
    ['the lower sequencer, even if shorter', [AT, 'FF'], [AT, '100']],
    ['the lower sequencer, even if longer', [AT, '00FE'], [AT, 'FF']],
    ['a lower sequencer in lower case', [AT, 'a9'], [AT, 'AA']],
    ['none', [AT, undefined], [AT, '1']],
  ] as const)('has %s first', (_, [time, sequencer], later) => {
    expect(uploadOrder(time, sequencer) < uploadOrder(later[0], later[1])).toBe(true);
  });

  it('follows the numeric value of the sequencers at the same time', () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 72n });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [first, second] = [a, b].map((n) => uploadOrder(AT, n.toString(16))) as [
          string,
          string,
        ];
        expect(first < second).toBe(a < b);
        expect(first === second).toBe(a === b);
      }),
    );
  });
});

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
const TEXT = Buffer.from('<!doctype html>');

it.each([
  ['an image', { size: 4, firstBytes: JPEG }, undefined],
  ['an image of 5 MiB', { size: MAX_FLYER_BYTES, firstBytes: JPEG }, undefined],
  ['an image of one byte more', { size: MAX_FLYER_BYTES + 1, firstBytes: JPEG }, 'TOO_LARGE'],
  [
    'a file that is not an image and too large',
    { size: MAX_FLYER_BYTES + 1, firstBytes: TEXT },
    'TOO_LARGE',
  ],
  ['a file that is not an image', { size: 15, firstBytes: TEXT }, 'NOT_AN_IMAGE'],
  ['nothing', { size: 0, firstBytes: Uint8Array.of() }, 'NOT_AN_IMAGE'],
])('%s is judged by size and first bytes', (_, file, refusal) => {
  expect(judgeUpload(file)).toBe(refusal);
});

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];

it.each([
  ['a PNG', [...PNG, 0, 0, 0, 13], 'image/png'],
  ['a JPEG of a camera', [0xff, 0xd8, 0xff, 0xe1, 0x12, 0x34], 'image/jpeg'],
  ['a JPEG of the web', [0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'],
  ['a WebP of any length', [...ascii('RIFF'), 1, 2, 3, 4, ...ascii('WEBP')], 'image/webp'],
  ['a WebP with more bytes', ascii('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  ['nothing', [], undefined],
  ['a PNG cut short', PNG.slice(0, 7), undefined],
  ['a PNG with converted line ends', [0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a, 0], undefined],
  ['the start of a JPEG without a marker', [0xff, 0xd8, 0x00], undefined],
  ['a WAV, which is also RIFF', ascii('RIFF\0\0\0\0WAVE'), undefined],
  ['a WebP cut short', ascii('RIFF\0\0\0\0WEB'), undefined],
  ['a GIF', ascii('GIF89a'), undefined],
  ['an SVG', ascii('<svg xmlns="htt'), undefined],
  ['an HTML page', ascii('<!doctype html>'), undefined],
  ['a PNG behind a byte', [0, ...PNG], undefined],
])('%s is recognized by its first bytes', (_, bytes, type) => {
  expect(detectImageType(Uint8Array.from(bytes))).toBe(type);
  expect(detectImageType(Uint8Array.from(bytes.slice(0, IMAGE_SIGNATURE_BYTES)))).toBe(type);
});
