import type Stripe from 'stripe';
import { type Call, idOf, known, planStep } from '../account.ts';
import { linkErrorCode, refuse, refuseMissing, StripeFailure } from '../http/stripe-failure.ts';
import { createRandomText } from '../ids.ts';
import { createCharge, describeResult } from '../objects/charge.ts';
import { createPaymentMethod } from '../objects/payment-method.ts';
import { announce } from '../webhooks/announce.ts';
import { type Decline, findTestMethod, type TestMethod } from './test-methods.ts';

/** A payment after an attempt. `decline` is what the client is told if the bank refused. */
export type Attempt = {
  readonly intent: Stripe.PaymentIntent;
  readonly decline?: {
    readonly reason: Decline;
    readonly charge: string;
    readonly method: Stripe.PaymentMethod;
  };
};

/**
 * Attaches a test payment method to an intent. The caller stores the intent.
 * @throws StripeFailure if there is no such method
 */
export const attachMethod = (
  call: Call,
  intent: Stripe.PaymentIntent,
  name: string,
): Stripe.PaymentIntent => {
  const method = findTestMethod(name);
  if (method === undefined) throw refuseMissing('PaymentMethod', name, 'payment_method');
  const paymentMethod = createPaymentMethod(call, method);
  call.account.store.objects.insert(paymentMethod);
  call.account.store.testMethods.add(paymentMethod.id, name);
  return { ...intent, payment_method: paymentMethod.id, status: 'requires_confirmation' };
};

/** Returns what the payment method of an intent or a charge makes happen. */
export const findMethod = (
  { account }: Call,
  paymentMethod: Stripe.PaymentIntent['payment_method'],
): TestMethod => {
  const name = account.store.testMethods.find(known(idOf(paymentMethod), 'a payment method'));
  return known(findTestMethod(known(name, 'a test method')), 'a test method');
};

/** Begins the payment of an intent that has a payment method. */
export const beginPayment = (
  call: Call,
  intent: Stripe.PaymentIntent,
  returnUrl: string | undefined,
): Attempt => {
  const method = findMethod(call, intent.payment_method);
  if (!method.needsAuthentication) return charge(call, intent, method);
  const url = `${call.account.endpoint()}/authenticate/${intent.id}/${createRandomText(TOKEN_LENGTH)}`;
  const waiting: Stripe.PaymentIntent = {
    ...intent,
    status: 'requires_action',
    last_payment_error: null,
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { return_url: returnUrl ?? null, url },
    },
  };
  call.account.store.objects.replace(waiting);
  announce(call, 'payment_intent.requires_action', waiting);
  return { intent: waiting };
};

const TOKEN_LENGTH = 32;

/** Charges an intent whose buyer has authenticated, or need not. */
export const charge = (call: Call, intent: Stripe.PaymentIntent, method: TestMethod): Attempt => {
  const { objects } = call.account.store;
  if (!method.isProcessedLater) {
    const made = createCharge(call, intent, { method, result: method.decline ?? 'succeeded' });
    objects.insert(made);
    return settle(call, intent, made, method);
  }
  const pending = createCharge(call, intent, { method, result: 'pending' });
  objects.insert(pending);
  const processing: Stripe.PaymentIntent = {
    ...intent,
    status: 'processing',
    latest_charge: pending.id,
    last_payment_error: null,
    next_action: null,
  };
  objects.replace(processing);
  planStep(call, 'end-processing', intent.id);
  announce(call, 'charge.pending', pending);
  announce(call, 'payment_intent.processing', processing);
  return { intent: processing };
};

/** Ends a payment that was processing. */
export const endProcessing = (call: Call, intentId: string): void => {
  const { objects } = call.account.store;
  const intent = known(objects.find('payment_intent', intentId), intentId);
  const pending = known(objects.find('charge', idOf(intent.latest_charge) ?? ''), 'a charge');
  const method = findMethod(call, intent.payment_method);
  const ended: Stripe.Charge = {
    ...pending,
    ...describeResult(method.decline ?? 'succeeded'),
    ...(method.decline === undefined && { amount_captured: pending.amount, captured: true }),
  };
  objects.replace(ended);
  settle(call, intent, ended, method);
};

/** Records on the intent how its charge went, and announces both. */
const settle = (
  call: Call,
  intent: Stripe.PaymentIntent,
  made: Stripe.Charge,
  { decline, dispute }: TestMethod,
): Attempt => {
  if (decline !== undefined) return settleDeclined(call, intent, made, decline);
  const paid: Stripe.PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: made.id,
    last_payment_error: null,
    next_action: null,
  };
  call.account.store.objects.replace(paid);
  announce(call, 'charge.succeeded', made);
  announce(call, 'payment_intent.succeeded', paid);
  if (dispute !== undefined) planStep(call, 'open-dispute', made.id);
  return { intent: paid };
};

const settleDeclined = (
  call: Call,
  intent: Stripe.PaymentIntent,
  made: Stripe.Charge,
  decline: Decline,
): Attempt => {
  const { objects } = call.account.store;
  const method = known(objects.find('payment_method', made.payment_method ?? ''), 'a method');
  const error: Stripe.PaymentIntent.LastPaymentError = {
    charge: made.id,
    code: decline.code,
    decline_code: decline.declineCode,
    doc_url: linkErrorCode(decline.code),
    message: decline.message,
    payment_method: method,
    type: 'card_error',
  };
  const unpaid = refuseMethod({ ...intent, latest_charge: made.id }, error);
  objects.replace(unpaid);
  announce(call, 'charge.failed', made);
  announce(call, 'payment_intent.payment_failed', unpaid);
  return { intent: unpaid, decline: { reason: decline, charge: made.id, method } };
};

/** Ends an authentication in which the buyer did not succeed. */
export const failAuthentication = (
  call: Call,
  intent: Stripe.PaymentIntent,
): Stripe.PaymentIntent => {
  const code = 'payment_intent_authentication_failure';
  const { objects } = call.account.store;
  const failed = refuseMethod(intent, {
    code,
    doc_url: linkErrorCode(code),
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    payment_method: known(
      objects.find('payment_method', idOf(intent.payment_method) ?? ''),
      'a method',
    ),
    type: 'invalid_request_error',
  });
  objects.replace(failed);
  announce(call, 'payment_intent.payment_failed', failed);
  return failed;
};

/** The intent is back where another method can be tried. */
const refuseMethod = (
  intent: Stripe.PaymentIntent,
  error: Stripe.PaymentIntent.LastPaymentError,
): Stripe.PaymentIntent => ({
  ...intent,
  status: 'requires_payment_method',
  payment_method: null,
  last_payment_error: error,
  next_action: null,
});

/** What the client of a declined payment gets. Source: https://docs.stripe.com/error-handling */
export const explainDecline = (
  { reason, charge, method }: NonNullable<Attempt['decline']>,
  intent: object,
): StripeFailure =>
  new StripeFailure(402, reason.message, {
    type: 'card_error',
    code: reason.code,
    decline_code: reason.declineCode,
    charge,
    payment_intent: intent,
    payment_method: method,
  });

/** An intent whose status does not allow what is asked of it. */
export const refuseState = (message: string, intent: object): StripeFailure =>
  refuse(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
