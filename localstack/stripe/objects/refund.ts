import type Stripe from 'stripe';
import { type Call, nowSeconds } from '../account.ts';
import { createId } from '../ids.ts';

type NewRefund = {
  readonly charge: Stripe.Charge;
  readonly amount: number;
  readonly metadata: Record<string, string>;
  readonly reason: Stripe.Refund.Reason | null;
  readonly isPending: boolean;
};

export const createRefund = (
  { account }: Call,
  { charge, amount, metadata, reason, isPending }: NewRefund,
): Stripe.Refund => ({
  id: createId('re'),
  object: 'refund',
  amount,
  balance_transaction: null,
  charge: charge.id,
  created: nowSeconds(account),
  currency: charge.currency,
  customer: null,
  customer_account: null,
  destination_details: {
    type: 'card',
    card: {
      reference_status: 'pending',
      reference_type: 'acquirer_reference_number',
      type: 'refund',
    },
  },
  metadata,
  payment_intent: charge.payment_intent,
  payment_method: charge.payment_method,
  ...(isPending && { pending_reason: 'processing' as const }),
  reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: isPending ? 'pending' : 'succeeded',
  transfer_reversal: null,
});
