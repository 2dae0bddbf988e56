import { FLYER_CONTENT_TYPES } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flyerKey, namedByKey } from './flyer-key.ts';

describe('an object key', () => {
  it.each([
    ['shows/AAAAAAAAAAAAAAAA/x.png', 'AAAAAAAAAAAAAAAA'],
    ['shows/A-_9/no extension', 'A-_9'],
    ['shows/A/a/folder/below/x.png', 'A'],
  ])('%s names the show %s', (key, showId) => {
    expect(namedByKey(key)).toEqual({ kind: 'show', showId });
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
  ])('%s names the shows called %s', (key, name) => {
    expect(namedByKey(key)).toEqual({ kind: 'name', name });
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
  ])('"%s" names nothing', (key) => {
    expect(namedByKey(key)).toEqual({ kind: 'nothing' });
  });

  it('names whatever show it was made for, and every name that was URL-encoded', () => {
    const showId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
    fc.assert(
      fc.property(showId, fc.constantFrom(...FLYER_CONTENT_TYPES), (id, type) => {
        expect(namedByKey(flyerKey(id, 'x', type))).toEqual({ kind: 'show', showId: id });
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const key = `${encodeURIComponent(name)}.png`;
        expect(namedByKey(key)).toEqual({ kind: 'name', name });
      }),
    );
  });
});
