import type Stripe from 'stripe';
import { type Call, nowSeconds } from '../account.ts';
import { createId } from '../ids.ts';
import type { TestMethod } from '../payments/test-methods.ts';

const NO_DETAILS = { address: null, email: null, name: null, phone: null, tax_id: null };

const NO_CHECKS = { address_line1_check: null, address_postal_code_check: null };

/** Stripe's test cards expire in the next year. */
const expiry = (call: Call) => ({
  exp_month: 12,
  exp_year: new Date(call.account.now()).getUTCFullYear() + 1,
});

/** Creates a payment method from one of Stripe's test ones, as Stripe does for each use of it. */
export const createPaymentMethod = (
  call: Call,
  { brand, last4 }: TestMethod,
): Stripe.PaymentMethod => ({
  id: createId('pm'),
  object: 'payment_method',
  allow_redisplay: 'unspecified',
  billing_details: NO_DETAILS,
  card: {
    brand,
    checks: { ...NO_CHECKS, cvc_check: 'unchecked' },
    country: 'US',
    display_brand: brand,
    ...expiry(call),
    fingerprint: null,
    funding: 'credit',
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  },
  created: nowSeconds(call.account),
  customer: null,
  customer_account: null,
  livemode: false,
  metadata: {},
  type: 'card',
});

/** Describes the card of a charge. */
export const describeCard = (
  call: Call,
  { brand, last4 }: TestMethod,
  amount: number,
): Stripe.Charge.PaymentMethodDetails => ({
  type: 'card',
  card: {
    amount_authorized: amount,
    authorization_code: null,
    brand,
    checks: { ...NO_CHECKS, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    ...expiry(call),
    fingerprint: null,
    funding: 'credit',
    installments: null,
    last4,
    mandate: null,
    network: brand,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  },
});

export const NO_BILLING_DETAILS = NO_DETAILS;
