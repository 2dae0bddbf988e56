import type Stripe from 'stripe';
import * as z from 'zod';
import { type Call, nowSeconds } from '../account.ts';
import {
  CreatedParameters,
  Description,
  Expand,
  Flag,
  Integer,
  list,
  Metadata,
} from '../http/parameters.ts';
import { refuse, refuseMissing } from '../http/stripe-failure.ts';
import { createPaymentIntent, describeToBuyer } from '../objects/payment-intent.ts';
import { checkAmount } from '../payments/amounts.ts';
import {
  type Attempt,
  attachMethod,
  beginPayment,
  explainDecline,
  refuseState,
} from '../payments/take-payment.ts';
import { announce } from '../webhooks/announce.ts';
import { listObjects } from './list.ts';
import { Committed, createOperation } from './operation.ts';

const URL_PATH = '/v1/payment_intents';

/** Where a buyer returns to after the page that authenticates a payment. */
const ReturnUrl = z.url({ protocol: /^https?$/ });

const CreateParameters = z.strictObject({
  amount: Integer,
  currency: z.string().transform((code) => code.toLowerCase()),
  // Version 2026-09-30 removed `payment_method_types` as a parameter.
  allowed_payment_method_types: list(z.literal('card')).optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: Flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  capture_method: z.enum(['automatic', 'automatic_async']).default('automatic'),
  confirm: Flag.default(false),
  payment_method: z.string().optional(),
  return_url: ReturnUrl.optional(),
  description: Description.optional(),
  receipt_email: z.string().max(800).optional(),
  metadata: Metadata.default({}),
  expand: Expand,
});

/** Source: https://docs.stripe.com/api/payment_intents/create */
export const createIntent = createOperation({
  name: 'paymentIntents.create',
  parameters: CreateParameters,
  run: (call, parameters) => {
    checkAmount(parameters.amount, parameters.currency);
    if (parameters.return_url !== undefined && !parameters.confirm) {
      throw refuse(
        'The parameter `return_url` cannot be passed when creating a PaymentIntent unless `confirm` is set to true.',
        { param: 'return_url' },
      );
    }
    const created = createPaymentIntent(call, {
      amount: parameters.amount,
      currency: parameters.currency,
      metadata: parameters.metadata,
      description: parameters.description ?? null,
      captureMethod: parameters.capture_method,
      allowedTypes: parameters.allowed_payment_method_types ?? null,
      isAutomatic: parameters.automatic_payment_methods?.enabled === true,
      receiptEmail: parameters.receipt_email ?? null,
    });
    call.account.store.objects.insert(created);
    announce(call, 'payment_intent.created', created);
    if (parameters.payment_method === undefined && !parameters.confirm) return created;
    const attached = attach(call, created, parameters.payment_method);
    return parameters.confirm
      ? answer(beginPayment(call, attached, parameters.return_url))
      : attached;
  },
});

const attach = (
  call: Call,
  intent: Stripe.PaymentIntent,
  name: string | undefined,
): Stripe.PaymentIntent => {
  if (name === undefined) {
    if (intent.payment_method !== null) return intent;
    throw refuseState(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      intent,
    );
  }
  const attached = attachMethod(call, intent, name);
  call.account.store.objects.replace(attached);
  return attached;
};

const answer = (
  { intent, decline }: Attempt,
  describe: (intent: Stripe.PaymentIntent) => object = (all) => all,
): object | Committed =>
  decline === undefined
    ? describe(intent)
    : new Committed(explainDecline(decline, describe(intent)).toAnswer());

const findIntent = ({ account }: Call, id: string, clientSecret?: string): Stripe.PaymentIntent => {
  const intent = account.store.objects.find('payment_intent', id);
  if (intent === undefined) throw refuseMissing('payment_intent', id);
  if (clientSecret === undefined || clientSecret === intent.client_secret) return intent;
  throw refuse(
    'The client_secret provided does not match any associated PaymentIntent on this account.',
    { code: 'resource_missing', param: 'client_secret' },
  );
};

/** With a client secret, the caller is the buyer. */
const describeTo = (clientSecret: string | undefined) => (intent: Stripe.PaymentIntent) =>
  clientSecret === undefined ? intent : describeToBuyer(intent);

/** Source: https://docs.stripe.com/api/payment_intents/retrieve */
export const retrieveIntent = createOperation({
  name: 'paymentIntents.retrieve',
  parameters: z.strictObject({ client_secret: z.string().optional(), expand: Expand }),
  run: (call, { client_secret }, id) =>
    describeTo(client_secret)(findIntent(call, id, client_secret)),
});

/** Source: https://docs.stripe.com/api/payment_intents/confirm */
export const confirmIntent = createOperation({
  name: 'paymentIntents.confirm',
  parameters: z.strictObject({
    payment_method: z.string().optional(),
    return_url: ReturnUrl.optional(),
    client_secret: z.string().optional(),
    expand: Expand,
  }),
  run: (call, { payment_method, return_url, client_secret }, id) => {
    const describe = describeTo(client_secret);
    const intent = findIntent(call, id, client_secret);
    if (intent.status === 'succeeded') {
      throw refuseState(
        'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
        describe(intent),
      );
    }
    if (intent.status === 'canceled' || intent.status === 'processing') {
      throw refuseState(
        `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
        describe(intent),
      );
    }
    return answer(beginPayment(call, attach(call, intent, payment_method), return_url), describe);
  },
});

const CANCELABLE: readonly Stripe.PaymentIntent.Status[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
];

/**
 * Stripe cancels a payment that is processing in rare cases only. The local Stripe never does.
 * Source: https://docs.stripe.com/api/payment_intents/cancel
 */
export const cancelIntent = createOperation({
  name: 'paymentIntents.cancel',
  parameters: z.strictObject({
    cancellation_reason: z
      .enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'])
      .optional(),
    expand: Expand,
  }),
  run: (call, { cancellation_reason }, id) => {
    const intent = findIntent(call, id);
    if (!CANCELABLE.includes(intent.status)) {
      throw refuseState(
        `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
        intent,
      );
    }
    const canceled: Stripe.PaymentIntent = {
      ...intent,
      status: 'canceled',
      canceled_at: nowSeconds(call.account),
      cancellation_reason: cancellation_reason ?? null,
      next_action: null,
    };
    call.account.store.objects.replace(canceled);
    announce(call, 'payment_intent.canceled', canceled);
    return canceled;
  },
});

/** Source: https://docs.stripe.com/api/payment_intents/list */
export const listIntents = createOperation({
  name: 'paymentIntents.list',
  parameters: z.strictObject(CreatedParameters),
  run: ({ account }, { created, ...page }) =>
    listObjects(account, 'payment_intent', page, { url: URL_PATH, created }),
});
