import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const CONFIGURATION = join(import.meta.dirname, 'knip.jsonc');

/** Runs knip with our configuration on a repository with one package of these files. */
const runKnip = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-knip-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const all = {
    'package.json': '{"name":"root","private":true,"type":"module","workspaces":["shared/*"]}',
    'shared/domain/package.json': '{"name":"@willcall/domain","exports":"./src/index.ts"}',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const knip = join(dirname(createRequire(import.meta.url).resolve('knip')), '../bin/knip.js');
  const { promise, resolve } = Promise.withResolvers<string>();
  const args = [knip, '--directory', folder, '--config', CONFIGURATION, '--no-config-hints'];
  execFile(process.execPath, args, (_, stdout, stderr) => resolve(`${stdout}${stderr}`));
  return promise;
};

const used = { 'shared/domain/src/index.ts': "export { a } from './a.ts';\n" };

it.each([
  ['file', { 'shared/domain/src/b.ts': 'export const b = 1;\n' }, 'Unused files (1)'],
  [
    'export',
    { 'shared/domain/src/a.ts': 'export const a = 1;\nexport const b = 2;\n' },
    'Unused exports (1)',
  ],
  [
    'dependency',
    {
      'shared/domain/package.json':
        '{"name":"@willcall/domain","exports":"./src/index.ts","dependencies":{"zod":"4.6.7"}}',
    },
    'Unused dependencies (1)',
  ],
])('an unused %s is reported', async (_, files, expected) => {
  const a = { 'shared/domain/src/a.ts': 'export const a = 1;\n' };
  expect(await runKnip({ ...used, ...a, ...files })).toContain(expected);
});

it('used code passes', async () => {
  expect(await runKnip({ ...used, 'shared/domain/src/a.ts': 'export const a = 1;\n' })).toBe('');
});
