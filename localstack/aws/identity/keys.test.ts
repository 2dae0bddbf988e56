import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { onceWrittenFile } from './once-written-file.ts';
import { publicKey } from './public-key.ts';
import { purchaseIdKeysFile } from './purchase-id-keys.ts';
import { signingKey } from './signing-key.ts';

const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

test('keys can be read by their owner only', async () => {
  const folder = join(await temporaryFolder(), 'state');
  const purchaseIdKeys = await purchaseIdKeysFile(folder);
  await signingKey(folder);
  expect(await mode(folder)).toBe('700');
  expect(await mode(purchaseIdKeys)).toBe('600');
  expect(await mode(join(folder, 'signing-key.json'))).toBe('600');
});

test('a key is made once and kept', async () => {
  const folder = await temporaryFolder();
  expect(await signingKey(folder)).toEqual(await signingKey(folder));
  const file = await purchaseIdKeysFile(folder);
  const kept = await readFile(file, 'utf8');
  await purchaseIdKeysFile(folder);
  expect(await readFile(file, 'utf8')).toBe(kept);
});

test('the keys of purchase ids are 32 random bytes in base64url', async () => {
  const read = async () =>
    JSON.parse(await readFile(await purchaseIdKeysFile(await temporaryFolder()), 'utf8'));
  const [{ current }, other] = [await read(), await read()];
  expect(Buffer.from(current, 'base64url')).toHaveLength(32);
  expect(current).not.toBe(other.current);
});

test('of many writers at once exactly one wins, and nothing else is left', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'key');
  const writers = Array.from({ length: 20 }, (_, n) => onceWrittenFile(file, async () => `${n}`));
  const read = new Set(await Promise.all(writers));
  expect(read.size).toBe(1);
  expect(await readdir(folder)).toEqual(['key']);
});

test('two processes that start at once agree on the key', async () => {
  const folder = await temporaryFolder();
  const module = new URL('signing-key.ts', import.meta.url).href;
  const program = `
    const { signingKey } = await import('${module}');
    console.log((await signingKey('${folder}')).kid);
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

test('the public key has nothing of the private one', async () => {
  const key = publicKey(await signingKey(await temporaryFolder()));
  expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});
