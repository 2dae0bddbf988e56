import { setTimeout } from 'node:timers/promises';
import {
  createPaymentKeysReader,
  type Environment,
  paymentKeysVariables,
  readEnvironment,
} from '@willcall/lambda';
import * as z from 'zod/mini';
import { ProviderError } from '../errors.ts';
import { createSpending, limitOf, type Share, type SpendingSettings } from './call-budget.ts';
import type { PaymentProvider } from './payment-provider.ts';
import { openStripeAccount } from './stripe-provider.ts';

/** The variables that say whether and how a stage takes payments. */
const variables = {
  PAYMENTS: z._default(z.enum(['ON', 'OFF']), 'OFF'),
  ...paymentKeysVariables,
  /** The address of a local Stripe. A deployed function ignores it: it sends its key to Stripe alone. */
  PAYMENT_PROVIDER_ENDPOINT: z.optional(z.url()),
  /**
   * The requests a second that the provider allows. Default: what Stripe allows in test mode. It allows 100 live.
   * Source: https://docs.stripe.com/rate-limits, read in November 2026
   */
  PAYMENT_CALLS_PER_SECOND: z._default(z.coerce.number().check(z.positive()), 25),
};

/** The payment provider of a stage. */
export type OpenedProvider = {
  /** Whether the stage takes payments. */
  readonly isOn: boolean;
  /** Returns the provider. Its requests are counted against a share of the budget. */
  readonly useShare: (share: Share) => PaymentProvider;
};

type OpenSettings = Pick<SpendingSettings, 'store'> & {
  readonly [Name in Exclude<keyof SpendingSettings, 'store'>]?: SpendingSettings[Name] | undefined;
};

/**
 * Opens the payment provider of the stage. A stage that takes no payments has one that refuses each call, so that
 * its functions start and answer all the same.
 *
 * @param settings `patienceMs`: default 0, so that a call over its share fails at once with RATE_LIMITED.
 * @throws ConfigurationError if the variables are missing or wrong.
 */
export function openProvider(
  environment: Environment,
  { store, clock = () => new Date(), wait = setTimeout, patienceMs = () => 0 }: OpenSettings,
): OpenedProvider {
  const settings = readEnvironment(variables, environment);
  if (settings.PAYMENTS === 'OFF') return { isOn: false, useShare: () => closedProvider };
  const keys = createPaymentKeysReader(settings, { clock });
  const { WILLCALL_BACKEND: backend, PAYMENT_PROVIDER_ENDPOINT: local } = settings;
  const account = openStripeAccount({ keys, endpoint: backend === 'aws' ? undefined : local });
  const spending = { store, clock, wait, patienceMs };
  return {
    isOn: true,
    useShare: (share) =>
      account(createSpending(share, settings.PAYMENT_CALLS_PER_SECOND, spending)),
  };
}

/** The calls for one refund: read the intent, list its refunds, refund. */
const CALLS_PER_REFUND = 3;

/** How many refunds a stage can make in a second, by its share of the budget. */
export const readRefundsPerSecond = (environment: Environment): number =>
  limitOf('refunds', readEnvironment(variables, environment).PAYMENT_CALLS_PER_SECOND) /
  CALLS_PER_REFUND;

const refuse = (): never => {
  throw new ProviderError('PROVIDER_REFUSED', 'This stage takes no payments');
};

const closedProvider: PaymentProvider = {
  name: 'stripe',
  createIntent: async () => refuse(),
  readIntent: async () => refuse(),
  cancelIntent: async () => refuse(),
  refund: async () => refuse(),
  listRefunds: async () => refuse(),
  // biome-ignore lint/correctness/useYield: it refuses before there is anything to yield.
  listIntents: async function* () {
    refuse();
  },
  readNotification: async () => refuse(),
};
