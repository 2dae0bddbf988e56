import type { PaymentKeys } from '@willcall/lambda';
import Stripe from 'stripe';
import { ProviderError } from '../errors.ts';
import type { Notification } from './payment-provider.ts';
import { readOrder } from './stripe-objects.ts';

/** The mark of willcall's own cancellations. */
export const OWN_CANCELLATION = 'abandoned';

/** The metadata of willcall's own refunds: their idempotency key. */
export const OWN_REFUND = 'willcallRefund';

/**
 * The types of events that willcall acts on, for the endpoint of its webhooks. Each one asks for a look at the intent,
 * which costs a call, so what willcall does itself is not heard of again, and `charge.refunded` says what
 * `refund.created` says.
 */
export const WEBHOOK_EVENTS = [
  'payment_intent.succeeded',
  'payment_intent.canceled',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
] as const satisfies readonly Stripe.Event['type'][];

/**
 * Verifies a webhook against each secret, with Stripe's tolerance of five minutes, and reads what to look at.
 * Source: https://docs.stripe.com/webhooks#verify-official-libraries
 *
 * @param body as it was received: another byte is another signature.
 * @throws ProviderError SIGNATURE_INVALID
 */
export function readWebhook(
  body: string,
  signature: string | undefined,
  {
    webhookSecrets,
    receivedAt,
  }: Pick<PaymentKeys, 'webhookSecrets'> & { readonly receivedAt: Date },
): Notification {
  for (const secret of webhookSecrets) {
    const event = verify(body, signature, secret, receivedAt);
    if (event !== undefined) return toNotification(event);
  }
  throw new ProviderError('SIGNATURE_INVALID', 'No secret of the webhooks has signed this message');
}

function verify(
  body: string,
  signature: string | undefined,
  secret: string,
  receivedAt: Date,
): Stripe.Event | undefined {
  try {
    const defaultTolerance = undefined;
    const defaultCrypto = undefined;
    return Stripe.webhooks.constructEvent(
      body,
      signature ?? '',
      secret,
      defaultTolerance,
      defaultCrypto,
      receivedAt.getTime(),
    );
  } catch {
    // The next secret may fit. The error quotes the message.
    return undefined;
  }
}

function toNotification(event: Stripe.Event): Notification {
  const { id } = event;
  switch (event.type) {
    case 'payment_intent.canceled':
      if (event.data.object.cancellation_reason === OWN_CANCELLATION) return { kind: 'other', id };
      return toIntentNotification(id, event.data.object);
    case 'payment_intent.succeeded':
      return toIntentNotification(id, event.data.object);
    case 'refund.created':
      if (event.data.object.metadata?.[OWN_REFUND] !== undefined) return { kind: 'other', id };
      return toChargeNotification(id, event.data.object.payment_intent);
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return toChargeNotification(id, event.data.object.payment_intent);
    default:
      return { kind: 'other', id };
  }
}

function toIntentNotification(id: string, intent: Stripe.PaymentIntent): Notification {
  const order = readOrder(intent.metadata);
  return { kind: 'intent', id, intent: intent.id, ...(order === undefined ? {} : { order }) };
}

/** A refund and a dispute name only the intent of their charge. A charge without one is not willcall's. */
function toChargeNotification(
  id: string,
  intent: string | Stripe.PaymentIntent | null,
): Notification {
  if (intent === null) return { kind: 'other', id };
  return { kind: 'intent', id, intent: typeof intent === 'string' ? intent : intent.id };
}
