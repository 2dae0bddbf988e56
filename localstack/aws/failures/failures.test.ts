import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { startLocalAws } from '../local-aws.ts';
import { checkDatabase } from '../process/check-database.ts';
import { startChild } from '../process/child.ts';
import { makeFolder } from '../process/make-folder.ts';
import {
  type FailureCause,
  failureCauses,
  findCauseInOutput,
  findFailureCause,
} from './failure-causes.ts';

const makeError = (fields: object): Error => Object.assign(new Error('x'), fields);

const { diskFull, notWritable, notAFolder, noFolderHere, notAFile, damagedDatabase, memoryShort } =
  failureCauses;

test.each<[object, FailureCause]>([
  [{ code: 'ENOSPC' }, diskFull],
  [{ code: 'EDQUOT' }, diskFull],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, diskFull],
  [{ code: 'EROFS' }, notWritable],
  [{ code: 'EACCES' }, notWritable],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 14 | (2 << 8) }, notWritable],
  [{ code: 'ENOTDIR' }, notAFolder],
  [{ code: 'ENOENT' }, noFolderHere],
  [{ code: 'EISDIR' }, notAFile],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 26 }, damagedDatabase],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 11 | (1 << 8) }, damagedDatabase],
  [{ code: 'ENOMEM' }, memoryShort],
])('%j is known as its cause, also as the cause of another error', (fields, cause) => {
  expect(findFailureCause(makeError(fields))).toBe(cause);
  expect(findFailureCause(new Error('outer', { cause: makeError(fields) }))).toBe(cause);
});

test('an error without a known cause has none', () => {
  for (const error of [new Error('x'), makeError({ errcode: 1 }), 'ENOSPC', undefined]) {
    expect(findFailureCause(error)).toBeUndefined();
  }
});

test.each<[string, FailureCause | undefined]>([
  ['Error: database or disk is full', diskFull],
  ['java.io.IOException: No space left on device', diskFull],
  ['Error: attempt to write a readonly database', notWritable],
  ['java.io.IOException: Permission denied', notWritable],
  ['Error: file is not a database', damagedDatabase],
  ['Error: database disk image is malformed', damagedDatabase],
  ['java.lang.OutOfMemoryError: Java heap space', memoryShort],
  ['FATAL ERROR: Reached heap limit - JavaScript heap out of memory', memoryShort],
  ['TypeError: x is not a function', undefined],
])('the output "%s" tells the cause', (output, cause) => {
  expect(findCauseInOutput(output)).toBe(cause);
});

describe('an ended child process', () => {
  const run = (program: string, folder?: string) =>
    startChild({
      name: 'A server',
      command: process.execPath,
      args: ['-e', program],
      announcement: /^port (\d+)$/,
      folder,
    });

  test('is reported with its cause, its folder and its last lines, and without its stack', async () => {
    const child = await run(
      "console.log('port 1'); setTimeout(() => { throw new Error('database or disk is full') }, 50)",
      '/data/sqs',
    );
    expect((await child.unexpectedEnd).message).toBe(
      `A server ended unexpectedly (exit code 1). ${diskFull.explain({ file: '/data/sqs' })}\nIts last lines:\n  Error: database or disk is full`,
    );
  });

  test('that does not start is reported in the same way', async () => {
    await expect(run("console.error('no reason'); process.exit(3)")).rejects.toThrow(
      'A server did not start (exit code 3). Start again. If it ends again, its last lines say why.\nIts last lines:\n  no reason',
    );
  });

  test('that was killed is reported as such', async () => {
    const child = await run("console.log('port 1'); setInterval(() => {}, 1000)");
    process.kill(child.pid, 'SIGKILL');
    expect((await child.unexpectedEnd).message).toBe(
      'A server ended unexpectedly (SIGKILL). Another program killed it, or the system did because memory was short. Start again.',
    );
  });
});

/** Mounts a file system of 4 MiB. Returns undefined where that is not allowed, such as in most containers. */
const mountSmallDisk = (): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'willcall-full-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  return status === 0 ? folder : undefined;
};

const smallDisk = mountSmallDisk();
afterAll(() => {
  if (smallDisk !== undefined) spawnSync('umount', [smallDisk]);
});

test.runIf(smallDisk !== undefined)('a full disk is found before anything starts', async () => {
  const dataFolder = join(smallDisk ?? '', 'data');
  await expect(startLocalAws({ dataFolder })).rejects.toMatchObject({
    code: 'FOLDER_UNUSABLE',
    message: diskFull.explain({ file: dataFolder }),
  });
});

describe('a folder', () => {
  test('below /proc is refused, instead of being tried for ever', async () => {
    await expect(makeFolder('/proc/nope/deep')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is made with those above it, and can exist', async () => {
    const folder = join(await createTemporaryFolder(), 'a', 'b');
    await makeFolder(folder);
    await makeFolder(folder);
    await expect(makeFolder(join(folder, '..', '..', 'a'))).resolves.toBeUndefined();
  });

  test.each(['dynamodb/shared-local-instance.db', 'sqs/fauxqs.db'])(
    'with a damaged %s is refused before a process is started on it',
    async (name) => {
      const dataFolder = await createTemporaryFolder();
      const file = join(dataFolder, name);
      await mkdir(join(file, '..'));
      await writeFile(file, 'not a database '.repeat(100));
      await expect(startLocalAws({ dataFolder })).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        message: damagedDatabase.explain({ file }),
      });
    },
  );
});

test('a database that is damaged inside is recognized, and a sound one is not', async () => {
  const file = join(await createTemporaryFolder(), 'one.db');
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE t (text TEXT); CREATE INDEX i ON t (text)');
  for (let row = 0; row < 500; row += 1) {
    database.prepare('INSERT INTO t VALUES (?)').run('text '.repeat(20));
  }
  database.close();
  checkDatabase(file);
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0, 8_192, 12_288));
  expect(() => checkDatabase(file)).toThrow(damagedDatabase.explain({ file }));
});
