import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { loadSigningKey } from '../aws/identity/signing-key.ts';
import { createTemporaryFolder } from '../testing/provided.ts';
import { issueToken } from './identity.ts';
import { createPurchaseIdKeysFile } from './stack-keys.ts';

const readMode = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o777).toString(8);

test('keys can be read by their owner only', async () => {
  const folder = join(await createTemporaryFolder(), 'state');
  const purchaseIdKeys = await createPurchaseIdKeysFile(folder);
  await loadSigningKey(folder);
  expect(await readMode(folder)).toBe('700');
  expect(await readMode(purchaseIdKeys)).toBe('600');
  expect(await readMode(join(folder, 'signing-key.json'))).toBe('600');
});

test('a key is created once and kept', async () => {
  const folder = await createTemporaryFolder();
  expect(await loadSigningKey(folder)).toEqual(await loadSigningKey(folder));
  const file = await createPurchaseIdKeysFile(folder);
  const kept = await readFile(file, 'utf8');
  await createPurchaseIdKeysFile(folder);
  expect(await readFile(file, 'utf8')).toBe(kept);
});

test('the keys of purchase ids are 32 random bytes in base64url', async () => {
  const read = async () =>
    JSON.parse(
      await readFile(await createPurchaseIdKeysFile(await createTemporaryFolder()), 'utf8'),
    );
  const [{ current }, other] = [await read(), await read()];
  expect(Buffer.from(current, 'base64url')).toHaveLength(32);
  expect(current).not.toBe(other.current);
});

test('an issued token expires when requested', async () => {
  const request = { user: 'alice', expiresInSeconds: 60 };
  const token = await issueToken(request, inject('stateFolder'));
  const { exp = 0, iat = 0 } = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
  );
  expect(exp - iat).toBe(60);
});
