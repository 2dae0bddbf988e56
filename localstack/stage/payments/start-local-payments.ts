import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAwsError, requireField } from '../../aws/local-aws-error.ts';
import { type StripeProcess, startStripeProcess } from '../../stripe/start-stripe-process.ts';
import {
  hasEndpoint,
  makeUnusedSecret,
  readPaymentKeys,
  writePaymentKeys,
} from './payment-keys-file.ts';
import { type StagePayments, webhookAddress } from './stage-payments.ts';

type LocalPaymentsOptions = {
  /** Holds the account of the local Stripe and the keys of the stage. */
  readonly folder: string;
  /** Whether the folder outlives the stage. Otherwise it is emptied first, and removed at the end. */
  readonly isKept: boolean;
  /** Ends the start, and everything that it has started. */
  readonly signal?: AbortSignal | undefined;
};

export type LocalPayments = {
  /** What a stage needs to take payments. */
  readonly payments: StagePayments;
  /** Settles when the local Stripe ends without a call to `stop`. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Has the webhooks sent to the gateway at this address. */
  sendWebhooksTo(gatewayUrl: string): Promise<void>;
  /** Stops the local Stripe, and waits until it has exited. Can be repeated. */
  stop(): Promise<void>;
};

/** What Stripe allows in live mode, so that a sale here takes as long as a real one. */
const CALLS_PER_SECOND = 100;

/**
 * Starts a local Stripe in a process of its own, for one stage.
 *
 * @throws LocalAwsError; the signal's reason
 */
export const startLocalPayments = async ({
  folder,
  isKept,
  signal,
}: LocalPaymentsOptions): Promise<LocalPayments> => {
  if (!isKept) await rm(folder, { recursive: true, force: true });
  const stripe = await startStripeProcess({
    folder: join(folder, 'stripe'),
    isTemporary: !isKept,
    requestsPerSecond: CALLS_PER_SECOND,
    signal,
  });
  const keysFile = join(folder, 'payment-keys.json');
  // Functions read it as soon as they run, which is before the address of the gateway is known.
  if ((await readPaymentKeys(keysFile)) === undefined) await writeUnusedSecret(stripe, keysFile);
  const { endpoint, unexpectedEnd } = stripe;
  return {
    payments: { endpoint, keysFile, callsPerSecond: CALLS_PER_SECOND },
    unexpectedEnd,
    sendWebhooksTo: (gatewayUrl) => sendWebhooks(stripe, gatewayUrl, keysFile),
    stop: async () => {
      await stripe.stop();
      if (!isKept) await rm(folder, { recursive: true, force: true });
    },
  };
};

const writeUnusedSecret = (
  { secretKey, publishableKey }: StripeProcess,
  keysFile: string,
): Promise<void> =>
  writePaymentKeys(keysFile, { secretKey, publishableKey, webhookSecrets: [makeUnusedSecret()] });

/**
 * Makes the webhook endpoint of the stage, unless there is one with this address whose secret is in the keys file. The
 * file loses its secret before the endpoint is replaced and gets the new one after it, so a secret in the file is
 * always that of the endpoint, wherever this is interrupted.
 */
const sendWebhooks = async (
  stripe: StripeProcess,
  gatewayUrl: string,
  keysFile: string,
): Promise<void> => {
  const { secretKey, publishableKey } = stripe;
  const keys = await readPaymentKeys(keysFile);
  const account = await openAccount(stripe);
  const url = webhookAddress(gatewayUrl);
  const { data: endpoints } = await account.webhookEndpoints.list();
  const isThere = endpoints.some((endpoint) => endpoint.url === url);
  if (isThere && keys !== undefined && hasEndpoint(keys)) return;
  await writeUnusedSecret(stripe, keysFile);
  for (const { id } of endpoints) await account.webhookEndpoints.del(id);
  const { secret } = await account.webhookEndpoints.create({ url, enabled_events: ['*'] });
  const webhookSecrets = [requireField(secret, 'secret of a webhook endpoint')];
  await writePaymentKeys(keysFile, { secretKey, publishableKey, webhookSecrets });
};

/** Loads the SDK only when it is needed, because that takes a tenth of a second. */
const openAccount = async ({ endpoint, secretKey }: StripeProcess) => {
  const { default: Stripe } = await import('stripe');
  const { hostname: host, port } = new URL(endpoint);
  return new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false });
};
