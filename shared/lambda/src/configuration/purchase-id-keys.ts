import { readFile } from 'node:fs/promises';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { known, parseJson } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import * as z from 'zod';
import { ConfigurationError, KeysUnavailableError } from '../errors.ts';
import { cacheOnce, cacheWithRefresh } from './cached-value.ts';
import { createClientConfig } from './client-config.ts';
import type { CommonEnvironment } from './environment.ts';

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
      PURCHASE_ID_KEYS ?? (await readKeysFile(known(PURCHASE_ID_KEYS_FILE, 'file of the keys'))),
    ),
  );
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
    throw new ConfigurationError('The file of the purchase id keys cannot be read', { cause });
  });

/** Bytes: as long as HMAC-SHA-256's output, which no shorter key could do justice. */
const MIN_KEY_BYTES = 32;

const SecretKey = z
  .base64url()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((bytes) => bytes.byteLength >= MIN_KEY_BYTES);

const Keys = z.object({ current: SecretKey, previous: SecretKey.optional() });

/**
 * Reads `{current, previous?}` from a JSON text.
 *
 * @throws ConfigurationError when it has another shape; it quotes nothing of the text.
 */
function parsePurchaseIdKeys(text: string): PurchaseIdKeys {
  const parsed = Keys.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ConfigurationError('The purchase id keys have not the right shape');
  }
  const { current, previous } = parsed.data;
  return previous === undefined ? { current } : { current, previous };
}

/**
 * Reads the text of a secret. The SDK is imported when the first one is: whoever takes the keys from
 * elsewhere never loads it.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 *
 * @throws KeysUnavailableError whatever went wrong: a permission that was just given takes a while too.
 */
function createSecretReader(
  secretId: string,
  environment: CommonEnvironment,
): (signal: AbortSignal) => Promise<string> {
  let client: SecretsManagerClient | undefined;
  return async (abortSignal) => {
    try {
      const sdk = await import('@aws-sdk/client-secrets-manager');
      client ??= new sdk.SecretsManagerClient(createClientConfig(environment, 'SECRETS_MANAGER'));
      const read = new sdk.GetSecretValueCommand({ SecretId: secretId });
      const { SecretString } = await client.send(read, { abortSignal });
      if (SecretString !== undefined) return SecretString;
    } catch (cause) {
      throw new KeysUnavailableError('The secret of the purchase id keys was not read', { cause });
    }
    throw new KeysUnavailableError('The secret of the purchase id keys holds no text');
  };
}
