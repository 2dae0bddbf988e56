import { randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import { toProviderUnits } from '@willcall/domain';
import type { PaymentKeys } from '@willcall/lambda';
import Stripe from 'stripe';
import type { PayableIntent, PaymentProvider } from './payment-provider.ts';
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

/**
 * Creates the provider that calls Stripe. Cards alone are charged, and at once. A request ends within nine seconds.
 *
 * Each POST has an idempotency key, because the SDK may send it twice. Stripe repeats its first answer to a key for a
 * day, errors too, so an answer that is a repetition is never believed: the intent is read again.
 */
export function createStripeProvider({ keys, endpoint }: StripeSettings): PaymentProvider {
  const connect = createConnector(endpoint);
  const call = <T>(what: string, run: (stripe: Stripe) => Promise<T>): Promise<T> =>
    send(what, async () => run(connect((await keys()).secretKey)));
  const toPayable = async (intent: Stripe.PaymentIntent): Promise<PayableIntent> => ({
    ...toIntent(intent),
    clientSecret: known(intent.client_secret, 'secret of an intent'),
    publishableKey: (await keys()).publishableKey,
  });
  const readIntent = (id: string): Promise<PayableIntent> =>
    call('read the intent', async (stripe) =>
      toPayable(await stripe.paymentIntents.retrieve(id, WITH_CHARGE)),
    );

  return {
    name: 'stripe',
    readIntent,
    createIntent: async (order) => {
      const { amount } = order;
      const create = (stripe: Stripe, idempotencyKey: string) =>
        stripe.paymentIntents.create(
          {
            amount: toProviderUnits(amount),
            currency: amount.currency.toLowerCase(),
            allowed_payment_method_types: ['card'],
            capture_method: 'automatic',
            metadata: writeOrder(order),
            ...WITH_CHARGE,
          },
          { idempotencyKey },
        );
      const key = `${order.purchaseId}-${order.attempt}`;
      const made = await call('make the intent', (stripe) =>
        create(stripe, key).catch((error: unknown) => {
          // The failure would be repeated for a day. The intent behind it, if there is one, was answered to nobody.
          if (isReplayedFailure(error)) return create(stripe, `${key}-again`);
          throw error;
        }),
      );
      return isReplayed(made)
        ? readIntent(made.id)
        : call('make the intent', () => toPayable(made));
    },
    cancelIntent: (id) =>
      call('cancel the intent', async (stripe) => {
        try {
          // A key of its own for each call, so that only the SDK's repetition gets an old answer.
          const canceled = await stripe.paymentIntents.cancel(
            id,
            { cancellation_reason: OWN_CANCELLATION, ...WITH_CHARGE },
            { idempotencyKey: randomUUID() },
          );
          if (!isReplayed(canceled)) return toIntent(canceled);
        } catch (error) {
          // It has succeeded, is processing or is canceled already: its own state says which.
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        }
        return toIntent(await stripe.paymentIntents.retrieve(id, WITH_CHARGE));
      }),
    refund: ({ intent, amount, key }) =>
      call('refund', async (stripe) => {
        const made = await stripe.refunds.create(
          {
            payment_intent: intent,
            amount: toProviderUnits(amount),
            metadata: { [OWN_REFUND]: key },
          },
          { idempotencyKey: key },
        );
        const current = isReplayed(made) ? await stripe.refunds.retrieve(made.id) : made;
        return toRefund(current, intent);
      }),
    listRefunds: (intent) =>
      call('list the refunds', async (stripe) => {
        const refunds = [];
        for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: PAGE })) {
          refunds.push(toRefund(refund, intent));
        }
        return refunds;
      }),
    listIntents: async function* ({ from, to }) {
      const created = { gte: toSeconds(from), lt: toSeconds(to) };
      for (let after: string | undefined; ; ) {
        const page = await call('list the intents', (stripe) =>
          stripe.paymentIntents.list({
            created,
            limit: PAGE,
            expand: ['data.latest_charge'],
            ...(after === undefined ? {} : { starting_after: after }),
          }),
        );
        for (const intent of page.data) yield toIntent(intent);
        after = page.data.at(-1)?.id;
        if (!page.has_more || after === undefined) return;
      }
    },
    readNotification: (body, signature, receivedAt) =>
      send('verify the webhook', async () =>
        readWebhook(body, signature, { ...(await keys()), receivedAt }),
      ),
  };
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
