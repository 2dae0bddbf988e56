import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseSeats as parseWith, readSeatFile as readWith } from './seat-file.ts';

const parseSeats = (text: string) => parseWith(text, { mayHaveHeaders: true });
const readSeatFile = (file: string) => readWith(file, { mayHaveHeaders: true });

async function writeSeatFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-seats-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'seats.csv');
  await writeFile(file, text);
  return file;
}

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
    expect(parseSeats(text)).toEqual({
      ...{ seatIds: ['1-A1', '1-A2'], wrong: [] },
      ...{ headers: false, notes: [] },
    });
  });

  it.each([
    ...['Seat', 'SEATS', 'seatId', 'seat_id', 'Seat ID', 'Seat-No.', 'Seat #', 'Seat number'],
    ...['Sitz', 'Sitzplatz', 'Platznummer', 'Siège', 'Nº de place', 'Numéro de siège', 'Butaca'],
    ...['Número de asiento', 'Posto', 'Lugar', 'Assento', 'Stoel', 'Miejsce', 'Místo', 'Paikka'],
    ...['Koltuk No', 'Место', 'Θέση', '座位', '座席', '좌석', 'مقعد'],
  ])('has a header %s, which is not a seat', (header) => {
    expect(parseSeats(`${header}\n1-A1\n1-A2\n`)).toEqual({
      ...{ seatIds: ['1-A1', '1-A2'], wrong: [], headers: false },
      notes: header.toLowerCase() === 'seat' ? [] : ['Line 1 is taken as the header'],
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
  ])('with %s is refused by line number', async (_, text, lines) => {
    const { wrong, headers } = parseSeats(text);
    expect(wrong).toEqual(lines.map((line) => `Line ${line} may be a header`));
    expect(headers).toBe(true);
    await expect(readSeatFile(await writeSeatFile(text))).rejects.toThrow(
      /may be a header\. Delete the headers, or add --no-header if every line is a seat\./,
    );
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
  ])('with %s is read, with a warning where they look like one seat', async (_, text, pairs) => {
    const notes = pairs.map(([a, b]) => `Lines ${a} and ${b} differ only by leading zeros or case`);
    expect(parseSeats(text)).toMatchObject({ wrong: [], notes });
    const { notes: sentences } = await readSeatFile(await writeSeatFile(text));
    expect(sentences).toEqual(notes.map((note) => `${note}.`));
  });

  it('keeps its order, and is case-sensitive', () => {
    expect(parseSeats('b\na\nB').seatIds).toEqual(['b', 'a', 'B']);
  });

  it.each([
    ['two columns', 'seat\n1-A1,45\n', ['Line 2 is not a valid seat id']],
    ['a space', '1 A1', ['Line 1 is not a valid seat id']],
    ['a number like a card number', '4242424242424242', ['Line 1 is not a valid seat id']],
    ['an unclosed quote', '"1-A1', ['Line 1 is not a valid seat id']],
    ['a header of two columns', '1-A1\nseat,price', ['Line 2 is not a valid seat id']],
    ['a seat twice', '\nA-1\nB-1\n"A-1"', ['Line 4 repeats the seat of line 2']],
  ])('with %s is reported by line, without the value', (_, text, wrong) => {
    expect(parseSeats(text).wrong).toEqual(wrong);
  });

  it('with wrong lines is refused as a whole, and the error names the first ones', async () => {
    const file = await writeSeatFile(
      Array.from({ length: 25 }, (_, line) => `bad ${line}`).join('\n'),
    );
    await expect(readSeatFile(file)).rejects.toThrow(
      /has errors\. Line 1 is .*Line 20 is not a valid seat id\. And 5 more\./,
    );
  });

  it.each([
    ['no seats', 'seat\n', 'contains no seats'],
    [
      'more seats than a show can have',
      Array.from({ length: 20_001 }, (_, n) => `A-${n}`).join('\n'),
      '20001',
    ],
  ])('with %s is refused', async (_, text, message) => {
    await expect(readSeatFile(await writeSeatFile(text))).rejects.toThrow(message);
  });

  it('that does not exist is reported in a sentence', async () => {
    await expect(readSeatFile('/nowhere/seats.csv')).rejects.toMatchObject({
      code: 'BAD_SETTING',
      message: '/nowhere/seats.csv cannot be read.',
    });
  });
});
