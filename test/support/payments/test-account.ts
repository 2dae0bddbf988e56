import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePaymentKeys } from '@willcall/localstack';
import type Stripe from 'stripe';
import * as z from 'zod';
import { runAtEnd } from '../http/at-end.ts';
import { confirmPayment, openLocalProvider, openSdk } from './local-provider.ts';

/** An account at Stripe in test mode, or one of the local Stripe. */
export type TestAccount = {
  /** Stripe's SDK with the secret key. */
  readonly stripe: Stripe;
  readonly publishableKey: string;
  readonly payments: {
    /** Undefined for Stripe's own address. */
    readonly endpoint: string | undefined;
    readonly keysFile: string;
    readonly callsPerSecond?: number | undefined;
  };
  /** Confirms a payment as a browser does. See `LocalProvider`. */
  confirm(clientSecret: string, method?: string): Promise<string>;
};

/**
 * The keys of an account in test mode. Both or none are set. A live key is refused, so that no test takes money.
 *
 *     STRIPE_TEST_SECRET_KEY=sk_test_… STRIPE_TEST_PUBLISHABLE_KEY=pk_test_… npx vitest run test/e2e/stripe-account
 */
const Keys = z.union([
  z.object({
    STRIPE_TEST_SECRET_KEY: z.string().regex(/^(sk|rk)_test_/),
    STRIPE_TEST_PUBLISHABLE_KEY: z.string().startsWith('pk_test_'),
  }),
  z.object({
    STRIPE_TEST_SECRET_KEY: z.undefined().optional(),
    STRIPE_TEST_PUBLISHABLE_KEY: z.undefined().optional(),
  }),
]);

const STRIPE = 'https://api.stripe.com';

/** The rate of Stripe's test mode. Source: https://docs.stripe.com/rate-limits */
const CALLS_PER_SECOND = 25;

/** Opens the account whose keys are in the environment, or a local Stripe without any. */
export const openTestAccount = async (): Promise<TestAccount> => {
  const keys = Keys.safeParse(process.env).data;
  if (keys === undefined)
    throw new TypeError(
      'STRIPE_TEST_SECRET_KEY and STRIPE_TEST_PUBLISHABLE_KEY: both, in test mode',
    );
  const { STRIPE_TEST_SECRET_KEY: secretKey, STRIPE_TEST_PUBLISHABLE_KEY: publishableKey } = keys;
  if (secretKey === undefined) {
    const { local, stripe, payments, confirm } = await openLocalProvider();
    return { stripe, publishableKey: local.publishableKey, payments, confirm };
  }
  const folder = await mkdtemp(join(tmpdir(), 'willcall-payments-'));
  runAtEnd(() => rm(folder, { recursive: true, force: true }));
  const keysFile = join(folder, 'payment-keys.json');
  const webhookSecrets = [`whsec_${randomUUID()}`];
  await writePaymentKeys(keysFile, { secretKey, publishableKey, webhookSecrets });
  return {
    stripe: openSdk(STRIPE, secretKey),
    publishableKey,
    payments: { endpoint: undefined, keysFile, callsPerSecond: CALLS_PER_SECOND },
    confirm: (clientSecret, method = 'pm_card_visa') =>
      confirmPayment({ endpoint: STRIPE, publishableKey, clientSecret, method }),
  };
};
