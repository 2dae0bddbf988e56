import {
  createPaymentKeysReader,
  type Environment,
  paymentKeysVariables,
  readEnvironment,
} from '@willcall/lambda';
import * as z from 'zod/mini';
import { ProviderError } from '../errors.ts';
import type { PaymentProvider } from './payment-provider.ts';
import { createStripeProvider } from './stripe-provider.ts';

/** The variables that say whether and how a stage takes payments. */
const variables = {
  PAYMENTS: z._default(z.enum(['ON', 'OFF']), 'OFF'),
  ...paymentKeysVariables,
  /** The address of a local Stripe. A deployed function ignores it: it sends its key to Stripe alone. */
  PAYMENT_PROVIDER_ENDPOINT: z.optional(z.url()),
};

type OpenedProvider = {
  /** Whether the stage takes payments. */
  readonly isOn: boolean;
  readonly provider: PaymentProvider;
};

/**
 * Opens the payment provider of the stage. A stage that takes no payments has one that refuses each call, so that
 * its functions start and answer all the same.
 *
 * @throws ConfigurationError if the variables are missing or wrong.
 */
export function openProvider(
  environment: Environment,
  { clock = () => new Date() }: { readonly clock?: () => Date } = {},
): OpenedProvider {
  const settings = readEnvironment(variables, environment);
  if (settings.PAYMENTS === 'OFF') return { isOn: false, provider: closedProvider };
  const keys = createPaymentKeysReader(settings, { clock });
  const { WILLCALL_BACKEND: backend, PAYMENT_PROVIDER_ENDPOINT: local } = settings;
  const endpoint = backend === 'aws' ? undefined : local;
  return { isOn: true, provider: createStripeProvider({ keys, endpoint }) };
}

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
