import { readFile } from 'node:fs/promises';
import type { PurchaseIdKeys } from '@willcall/domain';
import * as z from 'zod';
import { ConfigurationError } from './configuration-error.ts';

const SecretKey = z
  .base64url()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((bytes) => bytes.byteLength >= 32);

const Keys = z.object({ current: SecretKey, previous: SecretKey.optional() });

/**
 * The MAC keys of purchase ids, read from a JSON file `{current, previous?}` (base64url, at least 32
 * bytes each) at the first call and kept for the life of the environment. A failure is not kept.
 *
 * @throws ConfigurationError when the file cannot be read or has another shape.
 */
export function purchaseIdKeys(file: string): () => Promise<PurchaseIdKeys> {
  let kept: Promise<PurchaseIdKeys> | undefined;
  return () => {
    kept ??= read(file).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

async function read(file: string): Promise<PurchaseIdKeys> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError('The file of the purchase id keys cannot be read', { cause });
  });
  const parsed = Keys.safeParse(safeJson(text));
  if (!parsed.success)
    throw new ConfigurationError('The purchase id keys have not the right shape');
  const { current, previous } = parsed.data;
  return previous === undefined ? { current } : { current, previous };
}

/** A parse error's message would quote the file, and the file is secret. */
function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
