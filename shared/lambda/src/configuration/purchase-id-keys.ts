import { readFile } from 'node:fs/promises';
import { known, parseJson } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import { LRUCache } from 'lru-cache';
import * as z from 'zod/mini';
import { ConfigurationError } from '../errors.ts';
import { cacheWithRefresh } from './cached-value.ts';
import { type CommonEnvironment, NonEmptyText } from './environment.ts';
import { createSecretReader } from './read-secret.ts';

/** The sources of the keys. Exactly one must be set. */
export const purchaseIdKeysVariables = {
  /** The path of a file that holds the keys. Used locally. */
  PURCHASE_ID_KEYS_FILE: z.optional(NonEmptyText),
  /** The ARN of a secret in Secrets Manager that holds the keys. */
  PURCHASE_ID_KEYS_SECRET: z.optional(NonEmptyText),
  /** The keys themselves, for a stage that must cost nothing when idle. */
  PURCHASE_ID_KEYS: z.optional(NonEmptyText),
};

type KeysSettings = CommonEnvironment & {
  readonly [Name in keyof typeof purchaseIdKeysVariables]?: string | undefined;
};

/**
 * Returns a function that reads the MAC keys of purchase ids from the configured source: JSON
 * `{current, previous?}`, base64url, at least 32 bytes each. The keys are read on the first call.
 * Keys in a secret are read again every five minutes, which picks up a rotation. A failure is not
 * cached.
 *
 * To rotate keys without affecting pending purchases, work in two steps that are 15 minutes apart.
 * First add the new key as `previous`, so that every environment accepts it. Then swap the two.
 *
 * @throws ConfigurationError at once unless exactly one source is set. The reader throws it if the
 *   keys have the wrong shape or the file cannot be read.
 * @throws KeysUnavailableError (from the reader) if Secrets Manager cannot be reached. A retry can
 *   help.
 */
export function createPurchaseIdKeysReader(
  settings: KeysSettings,
  { clock = () => new Date() }: { readonly clock?: () => Date } = {},
): () => Promise<PurchaseIdKeys> {
  const { PURCHASE_ID_KEYS_FILE, PURCHASE_ID_KEYS_SECRET, PURCHASE_ID_KEYS } =
    requireOneSource(settings);
  if (PURCHASE_ID_KEYS_SECRET !== undefined) {
    const readSecret = createSecretReader(PURCHASE_ID_KEYS_SECRET, settings);
    return cacheWithRefresh(async (signal) => parsePurchaseIdKeys(await readSecret(signal)), clock);
  }
  return cacheOnce(async () =>
    parsePurchaseIdKeys(
      PURCHASE_ID_KEYS ??
        (await readKeysFile(known(PURCHASE_ID_KEYS_FILE, 'purchase id keys file'))),
    ),
  );
}

/** Reads on the first call and caches the keys for the life of the environment. A failure is not cached. */
function cacheOnce(read: () => Promise<PurchaseIdKeys>): () => Promise<PurchaseIdKeys> {
  const cache = new LRUCache<'keys', PurchaseIdKeys>({ max: 1, fetchMethod: () => read() });
  return () => cache.forceFetch('keys');
}

function requireOneSource(settings: KeysSettings): KeysSettings {
  const names = Object.keys(purchaseIdKeysVariables) as (keyof typeof purchaseIdKeysVariables)[];
  if (names.filter((name) => settings[name] !== undefined).length !== 1) {
    throw new ConfigurationError(`Exactly one of ${names.join(', ')} must be set`);
  }
  return settings;
}

const readKeysFile = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError('The purchase id keys file cannot be read', { cause });
  });

/** Bytes. The length of the HMAC-SHA-256 output: a shorter key would weaken it. */
const MIN_KEY_BYTES = 32;

const SecretKey = z
  .pipe(
    z.base64url(),
    z.transform((text) => Buffer.from(text, 'base64url')),
  )
  .check(z.refine((bytes) => bytes.byteLength >= MIN_KEY_BYTES));

const Keys = z.object({ current: SecretKey, previous: z.optional(SecretKey) });

/**
 * Parses `{current, previous?}` from JSON.
 *
 * @throws ConfigurationError if the shape is wrong. The message quotes nothing of the text.
 */
function parsePurchaseIdKeys(text: string): PurchaseIdKeys {
  const parsed = Keys.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ConfigurationError('The purchase id keys have the wrong shape');
  }
  const { current, previous } = parsed.data;
  return previous === undefined ? { current } : { current, previous };
}
