import { describe, expect, it } from 'vitest';
import { parseSeats as parseWith } from './parse-seats.ts';

const parseSeats = (text: string) => parseWith(text, { mayHaveHeaders: true });

describe('a seat file', () => {
  it.each([
    ['with a header', 'seat\n1-A1\n1-A2\n'],
    ['with a header in capitals and quotes', '"SEAT"\n1-A1\n1-A2'],
    ['without a header', '1-A1\n1-A2'],
    ['in quotes', '"1-A1"\n"1-A2"\n'],
    ['with Windows line endings', 'seat\r\n1-A1\r\n1-A2\r\n'],
    ['with old Mac line endings', '1-A1\r1-A2'],
    ['with a byte order mark', '\uFEFFseat\n1-A1\n1-A2'],
    ['with empty lines and spaces', '\n 1-A1 \n\n1-A2\n\n'],
  ])('%s is read', (_, text) => {
    expect(parseSeats(text)).toEqual({ seatIds: ['1-A1', '1-A2'], wrong: [], notes: [] });
  });

  it.each([
    ...['Seat', 'SEATS', 'seatId', 'seat_id', 'Seat ID', 'Seat-No.', 'Seat #', 'Seat number'],
    ...['Sitz', 'Sitzplatz', 'Platznummer', 'Siège', 'Nº de place', 'Numéro de siège', 'Butaca'],
    ...['Número de asiento', 'Posto', 'Lugar', 'Assento', 'Stoel', 'Miejsce', 'Místo', 'Paikka'],
    ...['Koltuk No', 'Место', 'Θέση', '座位', '座席', '좌석', 'مقعد'],
  ])('has a header %s, which is not a seat', (header) => {
    expect(parseSeats(`${header}\n1-A1\n1-A2\n`)).toEqual({
      ...{ seatIds: ['1-A1', '1-A2'], wrong: [] },
      notes: header.toLowerCase() === 'seat' ? [] : [{ kind: 'HEADER', line: 1 }],
    });
  });

  it.each([
    ['a second header from joined files', 'seat\n1-A1\nseat\n1-A2', [3]],
    ['a second header in another language', 'seat\n1-A1\n\nSitzplatz\n1-A2', [4]],
    ['an unknown word as header', 'Hamlet\n1-A1\n1-A2', [1]],
    ['a word among seats', '1-A1\nTotal\n1-A2', [2]],
    ['a header that a spreadsheet invented', 'Column1\n1-A1', [1]],
    ['a date as first line', '2031-06-01\nA1\nA2', [1]],
    ['a title as first line', 'Hall3\n1-A1\n1-A2', [1]],
    ['a column name among seats without digits', 'Row\nA\nB\nname', [1]],
  ])('with %s is refused by line number', (_, text, lines) => {
    const { wrong } = parseSeats(text);
    expect(wrong).toEqual(lines.map((line) => ({ line, kind: 'MAYBE_HEADER' })));
  });

  it.each([
    ['of one seat', 'A1', ['A1']],
    ['of two unlike seats', '1-A1\nB2', ['1-A1', 'B2']],
    ['of seats without digits', 'A\nB\nLoge', ['A', 'B', 'Loge']],
    ['of seats with words', 'Seat-1\nSeat-2\nBox-1', ['Seat-1', 'Seat-2', 'Box-1']],
    ['of several patterns', 'BX1\n1-A1\nA1', ['BX1', '1-A1', 'A1']],
  ])('%s needs no answer', (_, text, seatIds) => {
    expect(parseSeats(text)).toMatchObject({ seatIds, wrong: [] });
  });

  it('without headers keeps every line', () => {
    const text = 'Hamlet\nseat\n1-A1';
    const kept = { seatIds: ['Hamlet', 'seat', '1-A1'], wrong: [], notes: [] };
    expect(parseWith(text, { mayHaveHeaders: false })).toMatchObject(kept);
  });

  it.each([
    ['A1 and A01', 'seat\nA1\nB1\nA01', [[2, 4]]],
    ['1-A10 and 01-a010', '1-A10\n01-a010', [[1, 2]]],
    ['A1 and a1', 'A1\n\na1', [[1, 3]]],
    ['A10 and A1', 'A10\nA1', []],
    ['A0 and A00', 'A0\nA00', [[1, 2]]],
    ['A100 and A1', 'A100\nA1', []],
  ])('with %s is read, with a warning where they look like one seat', (_, text, pairs) => {
    const notes = pairs.map(([firstLine, line]) => ({ kind: 'ALIKE', firstLine, line }));
    expect(parseSeats(text)).toMatchObject({ wrong: [], notes });
  });

  it('keeps its order, and is case-sensitive', () => {
    expect(parseSeats('b\na\nB').seatIds).toEqual(['b', 'a', 'B']);
  });

  it.each([
    ['two columns', 'seat\n1-A1,45\n', [{ line: 2, kind: 'NO_SEAT_ID' }]],
    ['a space', '1 A1', [{ line: 1, kind: 'NO_SEAT_ID' }]],
    ['a number like a card number', '4242424242424242', [{ line: 1, kind: 'NO_SEAT_ID' }]],
    ['an unclosed quote', '"1-A1', [{ line: 1, kind: 'NO_SEAT_ID' }]],
    ['a header of two columns', '1-A1\nseat,price', [{ line: 2, kind: 'NO_SEAT_ID' }]],
    ['a seat twice', '\nA-1\nB-1\n"A-1"', [{ line: 4, kind: 'REPEATED', firstLine: 2 }]],
  ])('with %s is reported by line, without the value', (_, text, wrong) => {
    expect(parseSeats(text).wrong).toEqual(wrong);
  });
});
