import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');
const month = '2031-06';
const startKey = '2031-06-01T20:00:00.000Z#HamletHamletHaml';
const good = writeCursor({ month, startKey });

describe('a cursor', () => {
  it('leads back to the position that it was written from', () => {
    const start = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(start, fc.stringMatching(/^[A-Za-z0-9_-]{16}$/), (startsAt, showId) => {
        const position = {
          month: startsAt.toISOString().slice(0, 7),
          startKey: `${startsAt.toISOString()}#${showId}`,
        };
        expect(readCursor(writeCursor(position))).toEqual(position);
      }),
    );
  });

  it('is one word that fits a query, and is taken by the list', () => {
    expect(good).toMatch(/^[A-Za-z0-9_-]{1,512}$/);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'next'],
    ['no JSON', encode('x')],
    ['an object', encode(JSON.stringify({ month, startKey }))],
    ['a month alone', encode(JSON.stringify([month]))],
    ['a third member', encode(JSON.stringify([month, startKey, 'x']))],
    ['a month that is a number', encode(JSON.stringify([203106, startKey]))],
    ['a start that is an object', encode(JSON.stringify([month, { S: startKey }]))],
    ['a month that is none', encode(JSON.stringify(['June', startKey]))],
    ['a start of another month', encode(JSON.stringify(['2031-07', startKey]))],
    ['a start without a show', encode(JSON.stringify([month, '2031-06-01T20:00:00.000Z']))],
    ['an empty show', encode(JSON.stringify([month, '2031-06-01T20:00:00.000Z#']))],
    ['a show id with a quote', encode(JSON.stringify([month, `${startKey.slice(0, -1)}"`]))],
    [
      'an endless start',
      encode(JSON.stringify([month, `2031-06-${'x'.repeat(300)}#${'x'.repeat(16)}`])),
    ],
    ['spaces in its JSON', encode(`["${month}", "${startKey}"]`)],
    ['the calendar’s key', encode(JSON.stringify([month, '#calendar']))],
    ['padding', `${good}=`],
    ['a character of plain base64', `${good.slice(0, -1)}+`],
    ['a space before it', ` ${good}`],
    ['a line feed after it', `${good}\n`],
    ['its end cut off', good.slice(0, -2)],
    ['itself twice', `${good}${good}`],
  ])('that is forged with %s is INVALID_CURSOR', (_, cursor) => {
    expect(() => readCursor(cursor)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
  });

  it('is either refused, or exactly what would have been written: there are no two of one position', () => {
    const near = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc
        .tuple(fc.nat({ max: good.length - 1 }), fc.stringMatching(/^[A-Za-z0-9_=-]$/))
        .map(([place, letter]) => `${good.slice(0, place)}${letter}${good.slice(place + 1)}`),
    );
    fc.assert(
      fc.property(near, (cursor) => {
        let position: ReturnType<typeof readCursor>;
        try {
          position = readCursor(cursor);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_CURSOR' });
          return;
        }
        expect(writeCursor(position)).toBe(cursor);
      }),
      { numRuns: 1_000 },
    );
  });
});
