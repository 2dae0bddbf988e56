import { PurchaseId, UserId } from '@willcall/contracts';
import { fromProviderUnits } from '@willcall/domain';
import type Stripe from 'stripe';
import * as z from 'zod/mini';
import type { Intent, IntentStatus, PaymentOrder, ProviderRefund } from './payment-provider.ts';

/** What willcall writes into the metadata of each intent. */
const OrderMetadata = z.object({
  stage: z.string().check(z.minLength(1)),
  purchaseId: PurchaseId,
  userId: UserId,
});

/** Reads what an intent was made for. Undefined if willcall did not make it. */
export const readOrder = (metadata: Stripe.Metadata): Intent['order'] =>
  OrderMetadata.safeParse(metadata).data;

export const writeOrder = ({ stage, purchaseId, userId }: PaymentOrder): Stripe.MetadataParam => ({
  stage,
  purchaseId,
  userId,
});

/** Source: https://docs.stripe.com/payments/paymentintents/lifecycle */
const STATUSES: Readonly<Record<string, IntentStatus>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  // Not with automatic capture. It can be canceled, too.
  requires_capture: 'open',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

const MS_PER_SECOND = 1_000;

const toInstant = (seconds: number): string => new Date(seconds * MS_PER_SECOND).toISOString();

/** Converts an intent whose `latest_charge` was expanded. */
export function toIntent(intent: Stripe.PaymentIntent): Intent {
  const { id, currency, metadata, created } = intent;
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const order = readOrder(metadata);
  return {
    id,
    // A status that this release does not know is waited for, like one that ends by itself.
    status: STATUSES[intent.status] ?? 'processing',
    amount: fromProviderUnits(intent.amount, currency),
    received: fromProviderUnits(intent.amount_received, currency).amount,
    ...(order === undefined ? {} : { order }),
    createdAt: toInstant(created),
    ...(intent.status === 'succeeded' ? { paidAt: toInstant(charge?.created ?? created) } : {}),
    refunded: fromProviderUnits(charge?.amount_refunded ?? 0, currency).amount,
    isDisputed: charge?.disputed ?? false,
  };
}

export const toRefund = (refund: Stripe.Refund, intent: string): ProviderRefund => ({
  id: refund.id,
  intent,
  amount: fromProviderUnits(refund.amount, refund.currency).amount,
  status: toRefundStatus(refund.status),
  createdAt: toInstant(refund.created),
});

/** Source: https://docs.stripe.com/refunds#refund-statuses */
const toRefundStatus = (status: string | null): ProviderRefund['status'] => {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
};
