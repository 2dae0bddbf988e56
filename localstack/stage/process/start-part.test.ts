import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { startPart } from './start-part.ts';

const READY = "process.send({ outcome: 'ready', ready: { argument: process.argv[2] } });";

/** Starts a program as a part of a stage. */
const startProgram = async (code: string) => {
  const folder = await createTemporaryFolder();
  const program = join(folder, 'program.mjs');
  await writeFile(program, code);
  const logFile = join(folder, 'functions.log');
  const part = await startPart({
    name: 'The part',
    program,
    request: { stage: 'local' },
    port: 3000,
    folder: undefined,
    ready: z.object({ argument: z.string() }),
    logFile,
  });
  onTestFinished(part.stop);
  return { part, logFile };
};

test('a part gets its request, and is ready with its reply', async () => {
  const { part } = await startProgram(`process.on('message', () => process.exit()); ${READY}`);
  expect(await part.ready).toEqual({ argument: '{"stage":"local"}' });
});

test('a part that ends is reported with its last lines, without the lines of its functions', async () => {
  const { part, logFile } = await startProgram(
    `${READY} console.log('{"message":"a line"}'); setTimeout(() => { throw new Error('no') }, 50);`,
  );
  await part.ready;
  expect((await part.unexpectedEnd).message).toBe(
    `The part ended unexpectedly (exit code 1). Start again. If it ends again, its last lines say why. See ${logFile}.\nIts last lines:\n  Error: no`,
  );
});

test.each([
  ["process.send({ outcome: 'port-taken' });", /^Port 3000 on 127\.0\.0\.1 is already in use\./],
  ["process.send({ outcome: 'failed', message: 'Why.' });", /^Why\. See .*functions\.log\.$/],
  ['process.exit(1);', /^The functions did not start\. See .*functions\.log\.$/],
])('a part that runs %s does not start', async (code, message) => {
  const { part } = await startProgram(code);
  await expect(part.ready).rejects.toThrow(message);
});

test('a part that waits for a message it never gets is killed by a stop', async () => {
  const { part } = await startProgram("process.on('message', () => undefined);");
  const failure = part.ready.catch((error: Error) => error.message);
  await part.stop();
  expect(await failure).toMatch(/^The functions did not start\./);
});
