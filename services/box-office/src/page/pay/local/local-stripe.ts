import type { StartedPayment } from '@willcall/client';
import { known } from '@willcall/contracts';
import { readConfiguration } from '../../api/configuration.ts';
import { type PaymentState, readIntent, type StripeIntent } from '../payment-state.ts';

/** Milliseconds. It answers from this machine. */
const TIMEOUT_MS = 15_000;

/** Reads how a payment stands at the local Stripe. */
export const readAtLocalStripe = (payment: StartedPayment): Promise<PaymentState> =>
  ask(payment, { path: '', method: 'GET', parameters: {} });

/** Pays with one of its test methods, as Stripe.js does with a card. */
export const payAtLocalStripe = (
  payment: StartedPayment,
  testMethod: string,
  returnUrl: string,
): Promise<PaymentState> =>
  ask(payment, {
    path: '/confirm',
    method: 'POST',
    parameters: { payment_method: testMethod, return_url: returnUrl },
  });

type Request = {
  readonly path: '' | '/confirm';
  readonly method: 'GET' | 'POST';
  readonly parameters: Readonly<Record<string, string>>;
};

/**
 * Sends a request with what a browser may have: the publishable key, and the secret of this payment.
 *
 * @throws TypeError, SyntaxError or DOMException if there is no answer that says how the payment stands
 */
async function ask(
  { clientSecret, publishableKey }: StartedPayment,
  { path, method, parameters }: Request,
): Promise<PaymentState> {
  const endpoint = known(readConfiguration().payments?.endpoint, 'endpoint of the local Stripe');
  // A client secret begins with the id of its intent.
  const [intent = ''] = clientSecret.split('_secret_');
  const url = new URL(`/v1/payment_intents/${encodeURIComponent(intent)}${path}`, endpoint);
  const form = new URLSearchParams({ client_secret: clientSecret, ...parameters });
  if (method === 'GET') url.search = String(form);
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${publishableKey}` },
    ...(method === 'POST' && { body: form }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return readIntent(findIntent(await response.json()));
}

/** The intent is the answer, or in the error of a payment that was declined. */
function findIntent(answer: unknown): StripeIntent {
  const { error }: { error?: unknown } = Object(answer);
  const intent: unknown = error === undefined ? answer : Object(error).payment_intent;
  if (isIntent(intent)) return intent;
  throw new TypeError('The local Stripe did not say how the payment stands.');
}

const isIntent = (value: unknown): value is StripeIntent =>
  typeof Object(value).status === 'string';
