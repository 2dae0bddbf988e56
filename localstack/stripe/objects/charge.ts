import type Stripe from 'stripe';
import { type Call, nowSeconds } from '../account.ts';
import { createId } from '../ids.ts';
import type { Decline, TestMethod } from '../payments/test-methods.ts';
import { describeCard, NO_BILLING_DETAILS } from './payment-method.ts';

const SUCCEEDED = {
  status: 'succeeded',
  paid: true,
  failure_code: null,
  failure_message: null,
  outcome: {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    seller_message: 'Payment complete.',
    type: 'authorized',
  },
} as const satisfies Partial<Stripe.Charge>;

const PENDING = {
  status: 'pending',
  paid: false,
  failure_code: null,
  failure_message: null,
  outcome: null,
} as const satisfies Partial<Stripe.Charge>;

const describeDecline = ({ code, declineCode, message }: Decline) =>
  ({
    status: 'failed',
    paid: false,
    failure_code: code,
    failure_message: message,
    outcome: {
      advice_code: 'try_again_later',
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'declined_by_network',
      reason: declineCode,
      risk_level: 'normal',
      seller_message: `The bank returned the decline code \`${declineCode}\`.`,
      type: 'issuer_declined',
    },
  }) as const satisfies Partial<Stripe.Charge>;

export type ChargeResult = 'succeeded' | 'pending' | Decline;

/** The fields that tell how a charge went. */
export const describeResult = (
  result: ChargeResult,
): Pick<Stripe.Charge, keyof typeof SUCCEEDED> => {
  if (result === 'succeeded') return SUCCEEDED;
  return result === 'pending' ? PENDING : describeDecline(result);
};

export const createCharge = (
  call: Call,
  intent: Stripe.PaymentIntent,
  { method, result }: { readonly method: TestMethod; readonly result: ChargeResult },
): Stripe.Charge => ({
  id: createId('ch'),
  object: 'charge',
  amount: intent.amount,
  amount_captured: result === 'succeeded' ? intent.amount : 0,
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  billing_details: NO_BILLING_DETAILS,
  calculated_statement_descriptor: null,
  captured: result === 'succeeded',
  created: nowSeconds(call.account),
  currency: intent.currency,
  customer: null,
  description: intent.description,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  metadata: intent.metadata,
  on_behalf_of: null,
  payment_intent: intent.id,
  payment_method: typeof intent.payment_method === 'string' ? intent.payment_method : null,
  payment_method_details: describeCard(call, method, intent.amount),
  radar_options: {},
  receipt_email: intent.receipt_email,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
  ...describeResult(result),
});
