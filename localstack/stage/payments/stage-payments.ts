import { paymentsRoutes, VERSION_PREFIX } from '@willcall/contracts';
import * as z from 'zod';

/** How a stage takes payments. */
export const StagePayments = z.object({
  /** The address of the local Stripe. */
  endpoint: z.string(),
  /** The path of the file with its keys. It can be written after the stage has started. */
  keysFile: z.string(),
  /** How many calls a second willcall makes at most. Default: what Stripe allows in test mode. */
  callsPerSecond: z.number().positive().optional(),
});
export type StagePayments = z.infer<typeof StagePayments>;

/** Where a stage receives the webhooks of its payment provider. */
export const webhookAddress = (gatewayUrl: string): string =>
  `${gatewayUrl}${VERSION_PREFIX}${paymentsRoutes.receiveWebhook.path}`;

/** The variables of the functions that take payments. The others need none. */
export const makePaymentVariables = (
  stage: string,
  { endpoint, keysFile, callsPerSecond }: StagePayments,
): Readonly<Record<string, string>> => ({
  PAYMENTS: 'ON',
  WILLCALL_STAGE: stage,
  PAYMENT_KEYS_FILE: keysFile,
  PAYMENT_PROVIDER_ENDPOINT: endpoint,
  ...(callsPerSecond !== undefined && { PAYMENT_CALLS_PER_SECOND: String(callsPerSecond) }),
});
