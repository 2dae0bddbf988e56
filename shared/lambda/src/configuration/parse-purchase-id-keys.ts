import type { PurchaseIdKeys } from '@willcall/domain';
import * as z from 'zod';
import { ConfigurationError } from './configuration-error.ts';

/** Bytes: as long as HMAC-SHA-256's output, which no shorter key could do justice. */
const SHORTEST_KEY_BYTES = 32;

const SecretKey = z
  .base64url()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((bytes) => bytes.byteLength >= SHORTEST_KEY_BYTES);

const Keys = z.object({ current: SecretKey, previous: SecretKey.optional() });

/**
 * Reads `{current, previous?}` from a JSON text.
 *
 * @throws ConfigurationError when it has another shape; it quotes nothing of the text.
 */
export function parsePurchaseIdKeys(text: string): PurchaseIdKeys {
  const parsed = Keys.safeParse(safeJson(text));
  if (!parsed.success) {
    throw new ConfigurationError('The purchase id keys have not the right shape');
  }
  const { current, previous } = parsed.data;
  return previous === undefined ? { current } : { current, previous };
}

/** A parse error's message would quote the text, and the text is secret. */
function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
