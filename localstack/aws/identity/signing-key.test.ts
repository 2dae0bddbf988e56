import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { readOrCreateFile } from './private-files.ts';
import { extractPublicKey, loadSigningKey } from './signing-key.ts';

test('one of many concurrent writers wins, and no draft remains', async () => {
  const folder = await createTemporaryFolder();
  const file = join(folder, 'key');
  const writers = Array.from({ length: 20 }, (_, n) => readOrCreateFile(file, async () => `${n}`));
  const read = new Set(await Promise.all(writers));
  expect(read.size).toBe(1);
  expect(await readdir(folder)).toEqual(['key']);
});

test('two processes that start at once agree on the key', async () => {
  const folder = await createTemporaryFolder();
  const module = new URL('signing-key.ts', import.meta.url).href;
  const program = `
    const { loadSigningKey } = await import('${module}');
    console.log((await loadSigningKey('${folder}')).kid);
  `;
  const kids = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
      const [kid] = await once(child.stdout, 'data');
      return String(kid);
    }),
  );
  expect(new Set(kids).size).toBe(1);
});

test('the public key contains no private part', async () => {
  const key = extractPublicKey(await loadSigningKey(await createTemporaryFolder()));
  expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});
