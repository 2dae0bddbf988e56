import { type Environment, NonEmptyText, readEnvironment } from '@willcall/lambda';
import * as z from 'zod/mini';
import { openProvider, readRefundsPerSecond } from '../provider/open-provider.ts';
import type { PaymentProvider } from '../provider/payment-provider.ts';

/** What a reconciliation compares the purchases of a stage with. */
export type ComparedAccount = {
  /** Whether the stage takes payments. */
  readonly isOn: boolean;
  readonly provider: PaymentProvider;
  readonly stage: string;
  /** Refunds that the provider can make in a second. */
  readonly refundsPerSecond: number;
};

/** Only a stage that takes payments must name itself. */
const variables = { WILLCALL_STAGE: z._default(NonEmptyText, 'local') };

/**
 * Opens the account of a stage at its payment provider. It is read at the share of endings, so that neither buyers
 * who pay nor refunds wait for it.
 *
 * @throws ConfigurationError if the variables are missing or wrong.
 */
export function openAccount(
  environment: Environment,
  settings: Parameters<typeof openProvider>[1],
): ComparedAccount {
  const { isOn, useShare } = openProvider(environment, settings);
  return {
    isOn,
    provider: useShare('endings'),
    stage: readEnvironment(variables, environment).WILLCALL_STAGE,
    refundsPerSecond: readRefundsPerSecond(environment),
  };
}
