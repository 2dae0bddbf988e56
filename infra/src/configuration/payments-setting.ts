import {
  type FunctionId,
  functions,
  isPaymentFunction,
  type PaymentFunctionId,
} from '@willcall/topology';
import type { StageConfiguration } from './stage-configuration.ts';

type PaymentsSetting = Pick<StageConfiguration, 'payments'>;

/**
 * One value for each function of a stage. A stage that takes no payments has none of the functions of payments. It
 * has their queues and their table, which are free, so that the setting can change without losing what is in them.
 */
export type EachFunction<Value> = Readonly<
  Record<Exclude<FunctionId, PaymentFunctionId>, Value> & Partial<Record<PaymentFunctionId, Value>>
>;

/** Whether a stage has a function. */
export const hasFunction = ({ payments }: PaymentsSetting, id: FunctionId): boolean =>
  payments !== undefined || !isPaymentFunction(id);

/** Makes a value for each function that a stage has. */
export const makeEachFunction = <Value>(
  configuration: PaymentsSetting,
  make: (id: FunctionId) => Value,
): EachFunction<Value> => {
  const ids = (Object.keys(functions) as FunctionId[]).filter((id) =>
    hasFunction(configuration, id),
  );
  return Object.fromEntries(ids.map((id) => [id, make(id)])) as EachFunction<Value>;
};

/**
 * The calls a second that Stripe allows an account in each of its modes.
 * Source: https://docs.stripe.com/rate-limits
 */
export const STRIPE_CALLS_PER_SECOND = { test: 25, live: 100 } as const;

/** The calls a second that a stage makes to the payment provider at most. */
export const findCallsPerSecond = ({
  mode,
  callsPerSecond,
}: NonNullable<StageConfiguration['payments']>): number =>
  callsPerSecond ?? STRIPE_CALLS_PER_SECOND[mode];
