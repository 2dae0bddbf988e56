import { readFile } from 'node:fs/promises';
import type { PurchaseIdKeys } from '@willcall/domain';
import * as z from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import type { CommonEnvironment } from './environment.ts';
import { type Kept, keepFresh } from './keep-fresh.ts';
import { keepOnce } from './keep-once.ts';
import { keysSecret } from './keys-secret.ts';
import { parsePurchaseIdKeys } from './parse-purchase-id-keys.ts';

/** Where the keys may come from: exactly one of these is set. */
export const purchaseIdKeysVariables = {
  /** The path of a file that holds them: locally. */
  PURCHASE_ID_KEYS_FILE: z.string().min(1).optional(),
  /** The ARN of a secret in Secrets Manager that holds them. */
  PURCHASE_ID_KEYS_SECRET: z.string().min(1).optional(),
  /** The keys themselves, for a stage that must cost nothing when idle. */
  PURCHASE_ID_KEYS: z.string().min(1).optional(),
};

type KeysSettings = CommonEnvironment & {
  readonly [Name in keyof typeof purchaseIdKeysVariables]?: string | undefined;
};

/**
 * The MAC keys of purchase ids, as JSON `{current, previous?}` (base64url, at least 32 bytes each) from
 * the one source that is set. They are read at the first call; those of a secret again after some
 * minutes, so that a rotation is picked up. A failure is not kept.
 *
 * A rotation that no pending purchase notices has two steps, with a quarter of an hour between: first
 * the new key as `previous`, until every environment believes it, then the two exchanged.
 *
 * @throws ConfigurationError at once unless exactly one source is set; when the keys have another
 *   shape, or their file cannot be read.
 * @throws KeysUnavailableError when Secrets Manager cannot be reached; another try can help.
 */
export function purchaseIdKeys(
  settings: KeysSettings,
  { clock = () => new Date() }: { readonly clock?: () => Date } = {},
): Kept<PurchaseIdKeys> {
  const { PURCHASE_ID_KEYS_FILE, PURCHASE_ID_KEYS_SECRET, PURCHASE_ID_KEYS } = oneSource(settings);
  if (PURCHASE_ID_KEYS_SECRET !== undefined) {
    const readSecret = keysSecret(PURCHASE_ID_KEYS_SECRET, settings);
    return keepFresh(async (signal) => parsePurchaseIdKeys(await readSecret(signal)), clock);
  }
  const text = async () => PURCHASE_ID_KEYS ?? readKeysFile(PURCHASE_ID_KEYS_FILE ?? '');
  return keepOnce(async () => parsePurchaseIdKeys(await text()));
}

function oneSource(settings: KeysSettings): KeysSettings {
  const names = Object.keys(purchaseIdKeysVariables) as (keyof typeof purchaseIdKeysVariables)[];
  if (names.filter((name) => settings[name] !== undefined).length !== 1) {
    throw new ConfigurationError(`Exactly one of ${names.join(', ')} must be set`);
  }
  return settings;
}

const readKeysFile = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError('The file of the purchase id keys cannot be read', { cause });
  });
