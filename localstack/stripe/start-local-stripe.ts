import { startLoopbackServer } from '../aws/process/loopback-server.ts';
import type { Account, Call } from './account.ts';
import { isAuthenticationPage, serveAuthentication } from './authentication-page.ts';
import { createFaults, type Faults } from './faults.ts';
import { createResponder } from './http/answer-request.ts';
import { TEST_MODE_RATE } from './http/rate-limit.ts';
import { type Keys, loadKeys } from './keys.ts';
import { addEndpoint, addSecret } from './operations/webhook-endpoints.ts';
import { runAgenda } from './run-agenda.ts';
import { openStore } from './store/open-store.ts';

export type LocalStripeOptions = {
  /** Keeps the account and its keys. Only one local Stripe can use it. It is made if it is missing. */
  readonly folder: string;
  /** Default: any free port. */
  readonly port?: number | undefined;
  /** Returns milliseconds since 1970. Default: the system's clock. */
  readonly now?: (() => number) | undefined;
  /** How many reads, and how many writes, are allowed a second. Default: 25, as in Stripe's test mode. */
  readonly requestsPerSecond?: number | undefined;
  /** How long a payment is processing, and a refund pending, in milliseconds. Default: 3,000. */
  readonly stepDelayMs?: number | undefined;
};

export type LocalStripe = Keys & {
  /** `http://127.0.0.1:…` */
  readonly endpoint: string;
  readonly faults: Faults;
  /** Creates an endpoint that gets every event. The secret signs what it gets. */
  createWebhookEndpoint(url: string): { readonly id: string; readonly secret: string };
  /**
   * Returns a new secret of an endpoint. The last one signs, too, for so many milliseconds.
   * Stripe does this in its Dashboard only.
   */
  rollWebhookSecret(endpoint: string, keepOldMs: number): string;
  /**
   * Carries out what is due by the clock, until nothing is: steps of payments and webhooks. Call it after
   * a change of the clock. A webhook that failed is due again later.
   */
  settle(): Promise<void>;
  /** Sends the webhooks that a plan held back, one after the other. */
  releaseWebhooks(order?: 'created' | 'reversed'): Promise<void>;
  /** Ends requests and webhooks in progress. The folder keeps everything else. Can be repeated. */
  close(): Promise<void>;
};

const STEP_DELAY_MS = 3_000;

/**
 * Starts a local Stripe in this process, on 127.0.0.1. Everything that it has answered is on the disk.
 *
 * @example
 * const local = await startLocalStripe({ folder });
 * const { hostname: host, port } = new URL(local.endpoint);
 * const stripe = new Stripe(local.secretKey, { host, port, protocol: 'http' });
 *
 * @throws UnreadableFileError if the folder's files are damaged, or in use
 * @throws UnusableFolderError; PortTakenError
 */
export const startLocalStripe = async ({
  folder,
  port,
  now = Date.now,
  requestsPerSecond = TEST_MODE_RATE,
  stepDelayMs = STEP_DELAY_MS,
}: LocalStripeOptions): Promise<LocalStripe> => {
  const keys = await loadKeys(folder);
  const store = await openStore(folder);
  const faults = createFaults();
  let endpoint = '';
  const account: Account = { store, keys, faults, now, stepDelayMs, endpoint: () => endpoint };
  const call: Call = { account, request: null };
  const agenda = runAgenda(account);
  const respond = createResponder(account, { requestsPerSecond });
  const server = await startLoopbackServer({ port }, async (request, response, isStopping) => {
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (url === null) response.writeHead(400).end();
    else if (isAuthenticationPage(url)) serveAuthentication(account, request, response, url);
    else await respond(request, response, url, isStopping);
    agenda.wake();
  }).catch((error) => {
    store.close();
    throw error;
  });
  endpoint = server.url;
  agenda.wake();
  return {
    ...keys,
    endpoint,
    faults,
    createWebhookEndpoint: (url) =>
      store.transact(() => {
        const { id, secret } = addEndpoint(call, { url, enabled_events: ['*'], metadata: {} });
        return { id, secret };
      }),
    rollWebhookSecret: (id, keepOldMs) => store.transact(() => addSecret(call, id, keepOldMs)),
    settle: agenda.settle,
    releaseWebhooks: (order = 'created') => agenda.release(order),
    close: async () => {
      await agenda.stop();
      await server.stop();
      store.close();
    },
  };
};
