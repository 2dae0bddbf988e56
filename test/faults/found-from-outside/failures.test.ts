import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { runAtEnd } from '../../support/http/at-end.ts';
import { REPOSITORY, runNpmStart } from '../../support/npm-start.ts';

const run = (args: readonly string[], env: NodeJS.ProcessEnv) => {
  const child = spawn(process.execPath, ['infra/bin/willcall.mjs', ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, PORT: '0', ...env },
  });
  const said = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { child, ended: said.then(([out, error, [code]]) => ({ out, error, code })) };
};

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-failure-'));
  runAtEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe('npm start', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await makeFolder();
    await writeFile(join(folder, 'file'), '');
    await writeFile(join(folder, 'purchase-id-keys.json'), '{"current":"short"}');
  });

  test.each<[what: string, env: (folder: string) => NodeJS.ProcessEnv, sentence: RegExp]>([
    [
      'said that it was ready with broken keys, and then failed every purchase',
      (state) => ({ WILLCALL_STATE: state }),
      /^The keys of purchase ids, \S+purchase-id-keys\.json, cannot be read\. Restore /,
    ],
    [
      'printed a stack trace when WILLCALL_DATA was a file',
      (state) => ({ WILLCALL_STATE: join(state, 's'), WILLCALL_DATA: join(state, 'file') }),
      /^\S+file is not a folder, .* set WILLCALL_DATA to another folder\.\n$/,
    ],
    [
      'never ended when WILLCALL_DATA was below /proc',
      (state) => ({ WILLCALL_STATE: join(state, 's'), WILLCALL_DATA: '/proc/nope' }),
      /^(\/proc\/nope|You cannot write to \/proc\/nope).* set WILLCALL_DATA to another folder\.\n$/,
    ],
  ])('%s', async (_, env, sentence) => {
    const { out, error, code } = await run(['start'], env(folder)).ended;
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(error).toMatch(sentence);
  });
});

test('events did not say that the stack had ended, only which request was refused', async () => {
  const state = await makeFolder();
  const stack = await runNpmStart({ WILLCALL_STATE: state });
  const { child, ended } = run(['events'], { WILLCALL_STATE: state });
  await once(child.stderr, 'data');
  await stack.interrupt();
  const { error, code } = await ended;
  expect(code).toBe(1);
  expect(error).toContain(
    `The stack that npm start ran at http://127.0.0.1:${stack.port} has ended. `,
  );
});
