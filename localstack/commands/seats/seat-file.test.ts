import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSeatFile as readWith } from './seat-file.ts';

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
    [
      'a header',
      'Hamlet\n1-A1\n1-A2',
      /Line 1 may be a header\. Delete the headers, or add --no-header/,
    ],
    ['a seat twice', '1-A1\n1-A1', /Line 2 repeats the seat of line 1\./],
  ])('with %s is refused, with the line', async (_, text, message) => {
    await expect(readSeatFile(await writeSeatFile(text))).rejects.toThrow(message);
  });

  it.each([
    ['another header', 'Sitz\nA1', 'Line 1 is taken as the header.'],
    ['seats that look alike', 'A1\nA01', 'Lines 1 and 2 differ only by leading zeros or case.'],
  ])('with %s is read, with a note', async (_, text, note) => {
    expect((await readSeatFile(await writeSeatFile(text))).notes).toEqual([note]);
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
