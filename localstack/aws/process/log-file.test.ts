import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { MAX_LOG_BYTES, openLogFile, ROTATED_LOGS, rotateOpenLog } from './log-file.ts';

const createFile = async (): Promise<string> =>
  join(await createTemporaryFolder(), 'functions.log');

/** Appends a line as a new process does. */
const append = async (file: string, line: string): Promise<void> => {
  const log = await openLogFile(file);
  await log.write(line);
  await log.close();
};

/** Makes a log full, without writing that many bytes. */
const fill = (file: string): Promise<void> => truncate(file, MAX_LOG_BYTES);

test('regression: a start erased what the last one had logged', async () => {
  const file = await createFile();
  await append(file, 'crash\n');
  await append(file, 'start\n');
  expect(await readFile(file, 'utf8')).toBe('crash\nstart\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a full log is rotated at the next start, and only the newest ones are kept', async () => {
  const file = await createFile();
  const starts = ROTATED_LOGS + 3;
  for (let start = 1; start <= starts; start += 1) {
    await append(file, `start ${start}\n`);
    if (start < starts) await fill(file);
  }
  const rotated = Array.from({ length: ROTATED_LOGS }, (_, index) => `functions.log.${index + 1}`);
  expect((await readdir(dirname(file))).sort()).toEqual([basename(file), ...rotated]);
  expect(await readFile(file, 'utf8')).toBe(`start ${starts}\n`);
  const oldest = await readFile(`${file}.${ROTATED_LOGS}`, 'utf8');
  expect(oldest.slice(0, 8)).toBe(`start ${starts - ROTATED_LOGS}\n`);
});

test('a full log is rotated under a process that appends to it', async () => {
  const file = await createFile();
  const log = await openLogFile(file);
  await log.write('before\n');
  rotateOpenLog(file);
  expect(await readdir(dirname(file))).toEqual([basename(file)]);
  await fill(file);
  rotateOpenLog(file);
  await log.write('after\n');
  await log.close();
  expect(await readFile(file, 'utf8')).toBe('after\n');
  const rotated = await readFile(`${file}.1`, 'utf8');
  expect(rotated.slice(0, 7)).toBe('before\n');
  expect(rotated).toHaveLength(MAX_LOG_BYTES);
  expect((await stat(`${file}.1`)).mode & 0o777).toBe(0o600);
});

test('a missing log needs no rotation', async () => {
  const file = await createFile();
  rotateOpenLog(file);
  await writeFile(file, '');
  expect(await readdir(dirname(file))).toEqual([basename(file)]);
});
