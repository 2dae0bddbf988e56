import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PurchaseIdKeys } from '@willcall/domain';
import { onTestFinished } from 'vitest';

/** Writes a file of purchase id keys for a function, and removes it after the test. */
export async function keysFile({ current, previous }: PurchaseIdKeys): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'keys.json');
  const text = (key: Uint8Array) => Buffer.from(key).toString('base64url');
  const keys = {
    current: text(current),
    ...(previous === undefined ? {} : { previous: text(previous) }),
  };
  await writeFile(file, JSON.stringify(keys));
  return file;
}
