import { randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import { toProviderUnits } from '@willcall/domain';
import type { PaymentKeys } from '@willcall/lambda';
import Stripe from 'stripe';
import type { Spend } from './call-budget.ts';
import type {
  PayableIntent,
  PaymentOrder,
  PaymentProvider,
  ProviderRefund,
} from './payment-provider.ts';
import { isReplayed, isReplayedFailure, send } from './provider-failure.ts';
import { OWN_CANCELLATION, OWN_REFUND, readWebhook } from './read-notification.ts';
import { toIntent, toRefund, writeOrder } from './stripe-objects.ts';

/** The version that the SDK's types describe. It changes only with the SDK. */
const API_VERSION = '2026-10-28.endive';

/**
 * Milliseconds for one try. The SDK sends a call once more, after half a second, whose connection was closed: a
 * connection that an environment has kept open may be dead.
 */
const TRY_TIMEOUT_MS = 4_000;

/** A page of a list. More is not allowed. */
const PAGE = 100;

/** What is refunded and disputed stands in the charge. */
const WITH_CHARGE = { expand: ['latest_charge'] };

type StripeSettings = {
  /** Reads the keys of the account. They are cached by whoever reads them. */
  readonly keys: () => Promise<PaymentKeys>;
  /** The address of a local Stripe. Default: Stripe's own. */
  readonly endpoint?: string | undefined;
};

/** Makes providers for one account. Each spends its own share of the budget. */
export type StripeAccount = (spend: Spend) => PaymentProvider;

/**
 * Opens an account at Stripe. Cards alone are charged, and at once. A request ends within nine seconds.
 *
 * Each POST has an idempotency key, because the SDK may send it twice. Stripe repeats its first answer to a key for a
 * day, errors too, so an answer that is a repetition is never believed: the object is read again.
 */
export function openStripeAccount({ keys, endpoint }: StripeSettings): StripeAccount {
  const connect = createConnector(endpoint);
  return (spend) => {
    const request: SendRequest = (what, run) =>
      send(what, async () => {
        const stripe = connect((await keys()).secretKey);
        await spend();
        return run(stripe);
      });
    return createProvider(request, keys);
  };
}

type SendRequest = <T>(what: string, run: (stripe: Stripe) => Promise<T>) => Promise<T>;

function createProvider(request: SendRequest, keys: StripeSettings['keys']): PaymentProvider {
  const toPayable = async (intent: Stripe.PaymentIntent): Promise<PayableIntent> => ({
    ...toIntent(intent),
    clientSecret: known(intent.client_secret, 'secret of an intent'),
    publishableKey: (await keys()).publishableKey,
  });
  const readIntent = (id: string): Promise<PayableIntent> =>
    request('read the intent', async (stripe) =>
      toPayable(await stripe.paymentIntents.retrieve(id, WITH_CHARGE)),
    );
  const listRefunds = (intent: string) =>
    listPages((after) =>
      request('list the refunds', (stripe) =>
        stripe.refunds.list({ payment_intent: intent, limit: PAGE, ...after }),
      ),
    );

  return {
    name: 'stripe',
    readIntent,
    createIntent: async (order) => {
      const key = `${order.purchaseId}-${order.attempt}`;
      const create = (idempotencyKey: string) =>
        request('make the intent', async (stripe) => {
          try {
            const made = await stripe.paymentIntents.create(toParameters(order), {
              idempotencyKey,
            });
            return isReplayed(made) ? { found: made.id } : { made: await toPayable(made) };
          } catch (error) {
            if (isReplayedFailure(error)) return { failsFor: 'a day' as const };
            throw error;
          }
        });
      const first = await create(key);
      // The intent behind the failure, if there is one, was answered to nobody.
      const { made, found } = 'failsFor' in first ? await create(`${key}-again`) : first;
      return made ?? readIntent(known(found, 'intent of a repeated answer'));
    },
    cancelIntent: async (id) => {
      const canceled = await request('cancel the intent', async (stripe) => {
        try {
          // A key of its own for each call, so that only the SDK's repetition gets an old answer.
          const answer = await stripe.paymentIntents.cancel(
            id,
            { cancellation_reason: OWN_CANCELLATION, ...WITH_CHARGE },
            { idempotencyKey: randomUUID() },
          );
          return isReplayed(answer) ? undefined : toIntent(answer);
        } catch (error) {
          // It has succeeded, is processing or is canceled already: its own state says which.
          if (error instanceof Stripe.errors.StripeInvalidRequestError) return undefined;
          throw error;
        }
      });
      return canceled ?? readIntent(id);
    },
    refund: async ({ intent, amount, key }) => {
      const made = await request('refund', (stripe) =>
        stripe.refunds.create(
          {
            payment_intent: intent,
            amount: toProviderUnits(amount),
            metadata: { [OWN_REFUND]: key },
          },
          { idempotencyKey: key },
        ),
      );
      if (!isReplayed(made)) return toRefund(made, intent);
      const current = await request('read the refund', (stripe) =>
        stripe.refunds.retrieve(made.id),
      );
      return toRefund(current, intent);
    },
    listRefunds: async (intent) => {
      const refunds: ProviderRefund[] = [];
      for await (const refund of listRefunds(intent)) refunds.push(toRefund(refund, intent));
      return refunds;
    },
    listIntents: async function* ({ from, to }) {
      const created = { gte: toSeconds(from), lt: toSeconds(to) };
      const intents = listPages((after) =>
        request('list the intents', (stripe) =>
          stripe.paymentIntents.list({
            ...{ created, limit: PAGE, ...after },
            expand: ['data.latest_charge'],
          }),
        ),
      );
      for await (const intent of intents) yield toIntent(intent);
    },
    readNotification: (body, signature, receivedAt) =>
      send('verify the webhook', async () =>
        readWebhook(body, signature, { ...(await keys()), receivedAt }),
      ),
  };
}

const toParameters = (order: PaymentOrder): Stripe.PaymentIntentCreateParams => ({
  amount: toProviderUnits(order.amount),
  currency: order.amount.currency.toLowerCase(),
  allowed_payment_method_types: ['card'],
  capture_method: 'automatic',
  metadata: writeOrder(order),
  ...WITH_CHARGE,
});

/** Lists objects page by page, the newest first. The SDK's own iteration would hide its requests from the budget. */
async function* listPages<T extends { readonly id: string }>(
  readPage: (after: { readonly starting_after?: string }) => Promise<Stripe.ApiList<T>>,
): AsyncIterable<T> {
  let page = await readPage({});
  for (;;) {
    yield* page.data;
    const last = page.data.at(-1);
    if (!page.has_more || last === undefined) return;
    page = await readPage({ starting_after: last.id });
  }
}

const MS_PER_SECOND = 1_000;

/** Stripe's times are whole seconds. */
const toSeconds = (time: Date): number => Math.ceil(time.getTime() / MS_PER_SECOND);

/** Returns a function that makes a client for a key, and keeps it until the key is replaced. */
function createConnector(endpoint: string | undefined): (secretKey: string) => Stripe {
  let client: { readonly key: string; readonly stripe: Stripe } | undefined;
  return (key) => {
    if (client?.key !== key) client = { key, stripe: createClient(key, endpoint) };
    return client.stripe;
  };
}

function createClient(key: string, endpoint: string | undefined): Stripe {
  return new Stripe(key, {
    apiVersion: API_VERSION,
    timeout: TRY_TIMEOUT_MS,
    // Who calls decides about retries: each one counts against the budget.
    maxNetworkRetries: 0,
    telemetry: false,
    ...(endpoint === undefined ? {} : toAddress(new URL(endpoint))),
  });
}

const toAddress = ({ protocol, hostname, port }: URL) => ({
  protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
  host: hostname,
  ...(port === '' ? {} : { port: Number(port) }),
});
