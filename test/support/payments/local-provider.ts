import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type LocalStripe,
  type StagePayments,
  startLocalStripe,
  writePaymentKeys,
} from '@willcall/localstack';
import Stripe from 'stripe';
import * as z from 'zod';
import { runAtEnd } from '../http/at-end.ts';

/** A local Stripe for a test, and the keys file with which functions call it. */
export type LocalProvider = {
  readonly local: LocalStripe;
  /** Stripe's SDK with the secret key, to look at the account or to act in it as its owner. */
  readonly stripe: Stripe;
  /** What a stage needs to take payments there. */
  readonly payments: StagePayments;
  /** The time of the local Stripe. Give it to the functions, too. */
  readonly clock: () => Date;
  /** Moves the time, and lets everything happen at the provider that is due by then. */
  pass(ms: number): Promise<void>;
  /** Has the webhooks sent to this address, and writes their secret to the keys file. */
  sendWebhooksTo(url: string): Promise<void>;
  /**
   * Confirms a payment as a browser does: with the publishable key and the buyer's secret. Returns the status of the
   * intent, or the code of the error, such as `card_declined`.
   */
  confirm(clientSecret: string, method?: string): Promise<string>;
  /** What the provider has taken for a purchase and has given back, in its minor units. */
  moneyOf(purchaseId: string): Promise<{ readonly taken: number; readonly refunded: number }>;
};

/**
 * Starts a local Stripe without a rate limit, until the end of the test or file. It sends no webhook until
 * `sendWebhooksTo`.
 *
 * @param stepDelayMs how long a payment is processing, and a refund pending. Default: 3 seconds.
 */
export const openLocalProvider = async (stepDelayMs?: number): Promise<LocalProvider> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-payments-'));
  runAtEnd(() => rm(folder, { recursive: true, force: true }));
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const local = await startLocalStripe({
    folder: join(folder, 'stripe'),
    now,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    stepDelayMs,
  });
  runAtEnd(local.close);
  const { endpoint, secretKey, publishableKey } = local;
  const keysFile = join(folder, 'payment-keys.json');
  const writeKeys = (webhookSecret: string) =>
    writePaymentKeys(keysFile, { secretKey, publishableKey, webhookSecrets: [webhookSecret] });
  // Signs nothing: a function must be able to read its keys before there is an endpoint.
  await writeKeys(`whsec_${randomUUID()}`);
  const stripe = openSdk(endpoint, secretKey);
  return {
    local,
    stripe,
    payments: { endpoint, keysFile, callsPerSecond: FAST },
    clock: () => new Date(now()),
    pass: async (ms) => {
      aheadMs += ms;
      await local.settle();
    },
    sendWebhooksTo: (url) => writeKeys(local.createWebhookEndpoint(url).secret),
    confirm: (clientSecret, method = 'pm_card_visa') =>
      confirmPayment({ endpoint, publishableKey, clientSecret, method }),
    moneyOf: async (purchaseId) => {
      let [taken, refunded] = [0, 0];
      for await (const charge of stripe.charges.list({ limit: 100 })) {
        if (charge.metadata.purchaseId !== purchaseId) continue;
        taken += charge.amount_captured;
        refunded += charge.amount_refunded;
      }
      return { taken, refunded };
    },
  };
};

/** A budget that no test uses up. */
const FAST = 1_000_000;

/** Opens Stripe's SDK for an account. */
export const openSdk = (endpoint: string, key: string): Stripe => {
  const { hostname: host, port, protocol } = new URL(endpoint);
  const address = protocol === 'http:' ? { host, port, protocol: 'http' as const } : { host };
  return new Stripe(key, { ...address, maxNetworkRetries: 0, telemetry: false });
};

type Confirmation = {
  readonly endpoint: string;
  readonly publishableKey: string;
  readonly clientSecret: string;
  readonly method: string;
};

const ConfirmAnswer = z.union([
  z.object({ status: z.string() }),
  z.object({ error: z.object({ code: z.string() }) }),
]);

/** Confirms a payment as a browser does, at Stripe or a local Stripe. */
export const confirmPayment = async (confirmation: Confirmation): Promise<string> => {
  const { endpoint, publishableKey, clientSecret, method } = confirmation;
  const address = `${endpoint}/v1/payment_intents/${intentOf(clientSecret)}/confirm`;
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${publishableKey}` },
    body: new URLSearchParams({
      client_secret: clientSecret,
      payment_method: method,
      return_url: 'http://127.0.0.1/paid',
    }),
  });
  const answer = ConfirmAnswer.parse(await response.json());
  return 'status' in answer ? answer.status : answer.error.code;
};

/** A client secret begins with the id of its intent. */
export const intentOf = (clientSecret: string): string =>
  clientSecret.slice(0, clientSecret.indexOf('_secret_'));
