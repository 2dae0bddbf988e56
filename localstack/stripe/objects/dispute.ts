import type Stripe from 'stripe';
import { type Call, nowSeconds } from '../account.ts';
import { createId } from '../ids.ts';
import type { TestMethod } from '../payments/test-methods.ts';

/** A seller has some days to answer, as the card network allows. */
const ANSWER_SECONDS = 9 * 24 * 60 * 60;

const NO_EVIDENCE = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
} as const satisfies Stripe.Dispute.Evidence;

export const createDispute = (
  { account }: Call,
  charge: Stripe.Charge,
  { brand, dispute = 'fraudulent' }: TestMethod,
): Stripe.Dispute => ({
  id: createId('du'),
  object: 'dispute',
  amount: charge.amount,
  balance_transactions: [],
  charge: charge.id,
  created: nowSeconds(account),
  currency: charge.currency,
  enhanced_eligibility_types: [],
  evidence: NO_EVIDENCE,
  evidence_details: {
    due_by: nowSeconds(account) + ANSWER_SECONDS,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'not_submitted',
  },
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: false,
  metadata: {},
  payment_intent: charge.payment_intent,
  payment_method_details: {
    type: 'card',
    card: { brand, network: brand, case_type: 'chargeback', network_reason_code: null },
  },
  reason: dispute,
  status: 'needs_response',
});
