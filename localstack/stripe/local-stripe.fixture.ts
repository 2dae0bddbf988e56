import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder, waitFor } from '../testing/provided.ts';
import { API_VERSION } from './account.ts';
import { type LocalStripeOptions, startLocalStripe } from './start-local-stripe.ts';

/** Creates the SDK's client for a local Stripe. */
export const createClient = (endpoint: string, key: string): Stripe => {
  const { hostname: host, port } = new URL(endpoint);
  const options = { host, port, protocol: 'http', maxNetworkRetries: 0 } as const;
  return new Stripe(key, { ...options, apiVersion: API_VERSION, telemetry: false });
};

/** A clock that tests set, at the first second of 2026. */
const createTestClock = () => {
  let nowMs = Date.UTC(2026, 0, 1);
  return {
    now: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
};

/** Starts a local Stripe with a clock that stands still, and no rate limit. */
export const startTestStripe = async (options: Partial<LocalStripeOptions> = {}) => {
  const clock = createTestClock();
  const folder = options.folder ?? (await createTemporaryFolder());
  const local = await startLocalStripe({
    now: clock.now,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    ...options,
    folder,
  });
  onTestFinished(local.close);
  const stripe = createClient(local.endpoint, local.secretKey);
  return {
    local,
    stripe,
    folder,
    /** Lets time pass, and everything that is due. */
    pass: async (ms: number) => {
      clock.advance(ms);
      await local.settle();
    },
    clock,
  };
};

/** Creates an intent of 20 dollars. */
export const createIntent = (
  stripe: Stripe,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
) =>
  stripe.paymentIntents.create({
    amount: 2_000,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    ...more,
  });

/** Creates an intent and confirms it with a test payment method. */
export const pay = (stripe: Stripe, method = 'pm_card_visa') =>
  createIntent(stripe, { confirm: true, payment_method: method });

type Received = { readonly type: string; readonly body: string; readonly signature: string };

/** Starts a server that gets webhooks. `answer` decides the status of each. */
export const startReceiver = async (answer: (count: number) => number = () => 200) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    received.push({
      type: (JSON.parse(body) as Stripe.Event).type,
      body,
      signature: String(request.headers['stripe-signature']),
    });
    response.writeHead(answer(received.length)).end();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received,
    types: () => received.map(({ type }) => type),
    waitForCount: (count: number) =>
      waitFor(() => {
        if (received.length < count) throw new Error(`${received.length} webhooks so far`);
      }),
  };
};

/** Returns the failure of a call, or throws if it succeeds. */
export const failureOf = async (call: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call succeeded');
};
