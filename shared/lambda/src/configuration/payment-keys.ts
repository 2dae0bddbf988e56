import * as z from 'zod/mini';
import { type CommonEnvironment, NonEmptyText } from './environment.ts';
import { createKeysReader } from './keys-reader.ts';

/** The sources of the keys. Exactly one must be set. */
export const paymentKeysVariables = {
  /** The path of a file that holds the keys. Used locally. */
  PAYMENT_KEYS_FILE: z.optional(NonEmptyText),
  /** The ARN of a secret in Secrets Manager that holds the keys. */
  PAYMENT_KEYS_SECRET: z.optional(NonEmptyText),
};

type KeysSettings = CommonEnvironment & {
  readonly [Name in keyof typeof paymentKeysVariables]?: string | undefined;
};

const PaymentKeys = z.object({
  /** Acts for the account at the provider. */
  secretKey: NonEmptyText,
  /** What a browser identifies the account with. It is not secret. */
  publishableKey: NonEmptyText,
  /** The secrets that sign webhooks: two while one is replaced. */
  webhookSecrets: z.array(NonEmptyText).check(z.minLength(1), z.maxLength(2)),
});

/** The keys of the payment provider. Only `services/payments` reads them. */
export type PaymentKeys = z.infer<typeof PaymentKeys>;

/**
 * Returns a function that reads the keys of the payment provider from the configured source: JSON
 * `{secretKey, publishableKey, webhookSecrets: [one or two]}`. See `createKeysReader`.
 *
 * @throws ConfigurationError at once unless exactly one source is set. The reader throws it if the keys have the
 *   wrong shape or the file cannot be read.
 * @throws KeysUnavailableError (from the reader) if Secrets Manager cannot be reached. A retry can help.
 */
export const createPaymentKeysReader = (
  settings: KeysSettings,
  { clock = () => new Date() }: { readonly clock?: () => Date } = {},
): (() => Promise<PaymentKeys>) =>
  createKeysReader(
    {
      what: 'payment keys',
      variables: { file: 'PAYMENT_KEYS_FILE', secret: 'PAYMENT_KEYS_SECRET' },
      schema: PaymentKeys,
    },
    settings,
    clock,
  );
