import type { IncomingMessage, ServerResponse } from 'node:http';
import type Stripe from 'stripe';
import type { Account, Call } from './account.ts';
import { charge, failAuthentication, findMethod } from './payments/take-payment.ts';

/** `/authenticate/<intent>/<token>`. Only who was told the address of a payment can open its page. */
const PATH = /^\/authenticate\/(pi_\w+)\/\w+$/;

export const isAuthenticationPage = ({ pathname }: URL): boolean =>
  pathname.startsWith('/authenticate/');

/**
 * Serves the page that stands for the one of the buyer's bank, and what its two buttons do. Then the buyer
 * goes to the payment's return address.
 */
export const serveAuthentication = (
  account: Account,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void => {
  const intent = findWaiting(account, url);
  const choice = request.method === 'POST' ? url.searchParams.get('choice') : null;
  if (intent === undefined) sendPage(response, 404, '<p>This payment waits for nothing.</p>');
  else if (choice === 'complete' || choice === 'fail') {
    sendBack(response, intent, endAuthentication(account, intent, choice));
  } else sendPage(response, 200, QUESTION);
};

const endAuthentication = (
  account: Account,
  intent: Stripe.PaymentIntent,
  choice: 'complete' | 'fail',
): Stripe.PaymentIntent => {
  const call: Call = { account, request: null };
  return account.store.transact(() =>
    choice === 'complete'
      ? charge(call, intent, findMethod(call, intent.payment_method)).intent
      : failAuthentication(call, intent),
  );
};

/** Sends the buyer to the return address, as Stripe does. */
const sendBack = (
  response: ServerResponse,
  intent: Stripe.PaymentIntent,
  { status }: Stripe.PaymentIntent,
): void => {
  const back = intent.next_action?.redirect_to_url?.return_url;
  if (!back) {
    sendPage(response, 200, `<p>The payment's status is ${status}.</p>`);
    return;
  }
  const target = new URL(back);
  target.searchParams.set('payment_intent', intent.id);
  target.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  target.searchParams.set(
    'redirect_status',
    status === 'requires_payment_method' ? 'failed' : 'succeeded',
  );
  response.writeHead(303, { location: target.href, 'cache-control': 'no-store' }).end();
};

const findWaiting = ({ store, endpoint }: Account, url: URL): Stripe.PaymentIntent | undefined => {
  const id = PATH.exec(url.pathname)?.[1];
  const intent = id === undefined ? undefined : store.objects.find('payment_intent', id);
  const asked = intent?.next_action?.redirect_to_url?.url;
  // A payment can be older than the port that this process listens on.
  const isAsked = asked && new URL(asked, endpoint()).pathname === url.pathname;
  return intent?.status === 'requires_action' && isAsked ? intent : undefined;
};

const QUESTION = `
  <p>Your bank wants to know that it is you.</p>
  <form method="post" action="?choice=complete"><button>Complete</button></form>
  <form method="post" action="?choice=fail"><button>Fail</button></form>`;

const sendPage = (response: ServerResponse, status: number, content: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
  });
  response.end(`<!doctype html>
<html lang="en">
<title>Authenticate the payment</title>
<meta name="viewport" content="width=device-width">
<style>body { font: 1rem system-ui; max-width: 30rem; margin: 4rem auto; padding: 0 1rem }
button { font: inherit; padding: .5rem 2rem; margin: .5rem 0 }</style>
<h1>Authenticate the payment</h1>${content}
</html>
`);
};
