import { type Account, nowSeconds } from '../account.ts';
import type { Delivery } from '../store/agenda.ts';
import { createSignature } from './sign.ts';

/** A receiver that takes longer has failed. */
const TIMEOUT_MS = 10_000;

/**
 * The delay after the first failure. It doubles up to LONGEST_BACKOFF_MS. Stripe waits for hours, but
 * somebody at a laptop needs to see a retry.
 */
const FIRST_BACKOFF_MS = 1_000;

const LONGEST_BACKOFF_MS = 5 * 60 * 1_000;

/** Stripe tries for three days. Source: https://docs.stripe.com/webhooks#automatic-retries */
const OLDEST_SECONDS = 3 * 24 * 60 * 60;

/**
 * Sends an event to a webhook endpoint once, and records what came of it: the delivery has ended, or it
 * waits for the next attempt. It never rejects because of the receiver.
 */
export const attemptDelivery = async (
  account: Account,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<void> => {
  const { store, now } = account;
  const { agenda, objects } = store;
  const event = objects.find('event', delivery.event);
  const endpoint = objects.find('webhook_endpoint', delivery.endpoint);
  const wasReceived =
    event !== undefined && endpoint !== undefined
      ? await send(account, JSON.stringify(event, null, 2), endpoint, stopping)
      : true;
  if (!wasReceived && stopping.aborted) return;
  const isTooOld = event !== undefined && nowSeconds(account) - event.created > OLDEST_SECONDS;
  store.transact(() => {
    if (wasReceived || isTooOld) agenda.removeDelivery(delivery.number);
    else {
      const failures = delivery.failures + 1;
      agenda.postponeDelivery(delivery.number, now() + backoffMs(failures), failures);
    }
  });
};

const send = async (
  account: Account,
  payload: string,
  { id, url }: { readonly id: string; readonly url: string },
  stopping: AbortSignal,
): Promise<boolean> => {
  const secrets = account.store.secrets.list(id, account.now());
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (local; +https://stripe.com/docs/webhooks)',
        'stripe-signature': createSignature(payload, secrets, nowSeconds(account)),
      },
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

const backoffMs = (failures: number): number =>
  Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
