import { limitOf } from '@willcall/payments';
import { findCallsPerSecond } from '../configuration/payments-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { constants } from './constants.ts';

/**
 * How many buyers can start to pay in a second: their share of the calls that the provider allows, or what it allows of
 * the operation that makes an intent. Undefined if the stage takes no payments. An own `callsPerSecond` stands for
 * what Stripe has agreed to, for each operation too.
 */
export function findPaymentRate({
  payments,
}: Pick<StageConfiguration, 'payments'>): number | undefined {
  if (payments === undefined) return undefined;
  const share = limitOf('payments', findCallsPerSecond(payments));
  return payments.callsPerSecond === undefined
    ? Math.min(share, constants.paymentCallsOfOperation.value)
    : share;
}
