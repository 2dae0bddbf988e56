import type Stripe from 'stripe';
import { type Call, nowSeconds } from '../account.ts';
import { createId, createRandomText } from '../ids.ts';

type NewIntent = {
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  readonly description: string | null;
  readonly captureMethod: 'automatic' | 'automatic_async';
  readonly allowedTypes: 'card'[] | null;
  readonly isAutomatic: boolean;
  readonly receiptEmail: string | null;
};

const SECRET_LENGTH = 25;

export const createPaymentIntent = (
  { account }: Call,
  {
    amount,
    currency,
    metadata,
    description,
    captureMethod,
    allowedTypes,
    isAutomatic,
    receiptEmail,
  }: NewIntent,
): Stripe.PaymentIntent => {
  const id = createId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: allowedTypes,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: isAutomatic ? { allow_redirects: 'always', enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: captureMethod,
    client_secret: `${id}_secret_${createRandomText(SECRET_LENGTH)}`,
    confirmation_method: 'automatic',
    created: nowSeconds(account),
    currency,
    customer: null,
    customer_account: null,
    description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: 'automatic',
      },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
};

/** What a publishable key can read. The metadata is missing, which only the seller knows. */
const BUYER_FIELDS = [
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const satisfies readonly (keyof Stripe.PaymentIntent)[];

export const describeToBuyer = (intent: Stripe.PaymentIntent): object =>
  Object.fromEntries(BUYER_FIELDS.map((field) => [field, intent[field]]));
