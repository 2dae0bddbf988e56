import type { PurchaseIdKeys } from '@willcall/domain';
import * as z from 'zod/mini';
import { type CommonEnvironment, NonEmptyText } from './environment.ts';
import { createKeysReader } from './keys-reader.ts';

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

/** Bytes. The length of the HMAC-SHA-256 output: a shorter key would weaken it. */
const MIN_KEY_BYTES = 32;

const SecretKey = z
  .pipe(
    z.base64url(),
    z.transform((text) => Buffer.from(text, 'base64url')),
  )
  .check(z.refine((bytes) => bytes.byteLength >= MIN_KEY_BYTES));

const Keys = z.pipe(
  z.object({ current: SecretKey, previous: z.optional(SecretKey) }),
  z.transform(
    ({ current, previous }): PurchaseIdKeys =>
      previous === undefined ? { current } : { current, previous },
  ),
);

/**
 * Returns a function that reads the MAC keys of purchase ids from the configured source: JSON
 * `{current, previous?}`, base64url, at least 32 bytes each. See `createKeysReader`.
 *
 * To rotate keys without affecting pending purchases, work in two steps that are 15 minutes apart.
 * First add the new key as `previous`, so that every environment accepts it. Then swap the two.
 *
 * @throws ConfigurationError at once unless exactly one source is set. The reader throws it if the
 *   keys have the wrong shape or the file cannot be read.
 * @throws KeysUnavailableError (from the reader) if Secrets Manager cannot be reached. A retry can
 *   help.
 */
export const createPurchaseIdKeysReader = (
  settings: KeysSettings,
  { clock = () => new Date() }: { readonly clock?: () => Date } = {},
): (() => Promise<PurchaseIdKeys>) =>
  createKeysReader(
    {
      what: 'purchase id keys',
      variables: {
        file: 'PURCHASE_ID_KEYS_FILE',
        secret: 'PURCHASE_ID_KEYS_SECRET',
        text: 'PURCHASE_ID_KEYS',
      },
      schema: Keys,
    },
    settings,
    clock,
  );
