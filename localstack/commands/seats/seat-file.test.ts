import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseSeats, readSeatFile } from './seat-file.ts';

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
    expect(parseSeats(text)).toEqual({ seatIds: ['1-A1', '1-A2'], wrong: [] });
  });

  it('keeps its order, and is case-sensitive', () => {
    expect(parseSeats('b\na\nB').seatIds).toEqual(['b', 'a', 'B']);
  });

  it.each([
    ['two columns', 'seat\n1-A1,45\n', ['Line 2 is not a valid seat id']],
    ['a space', '1 A1', ['Line 1 is not a valid seat id']],
    ['a number like a card number', '4242424242424242', ['Line 1 is not a valid seat id']],
    ['an unclosed quote', '"1-A1', ['Line 1 is not a valid seat id']],
    ['a header after the first line', '1-A1\nseat,price', ['Line 2 is not a valid seat id']],
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
