import type Stripe from 'stripe';
import { API_VERSION, type Call, nowSeconds } from '../account.ts';
import { createId } from '../ids.ts';

/** The events that the local Stripe sends. */
export const EVENT_TYPES = [
  'payment_intent.created',
  'payment_intent.requires_action',
  'payment_intent.processing',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.pending',
  'charge.succeeded',
  'charge.failed',
  'charge.refunded',
  'charge.updated',
  'charge.refund.updated',
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const satisfies readonly Stripe.Event['type'][];

type EventType = (typeof EVENT_TYPES)[number];

/** Records an event, and plans its webhooks. MUST run in the transaction that makes the change. */
export const announce = (
  { account, request }: Call,
  type: EventType,
  object: Stripe.PaymentIntent | Stripe.Charge | Stripe.Refund | Stripe.Dispute,
  previous?: object,
): void => {
  const { store, faults } = account;
  const endpoints = listAll(account).filter(({ enabled_events }) =>
    enabled_events.some((wanted) => wanted === '*' || wanted === type),
  );
  const event = {
    id: createId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: nowSeconds(account),
    data: { object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: endpoints.length,
    // Stripe has this object, too, if it made the change by itself.
    request: request ?? { id: null, idempotency_key: null },
    type,
    // The type of the object follows from the type of the event.
  } as Stripe.Event;
  store.objects.insert(event);
  const fate = faults.findFate(event);
  const copies = { once: 1, held: 1, twice: 2, never: 0 }[fate];
  for (const endpoint of endpoints) {
    for (let copy = 0; copy < copies; copy += 1) {
      store.agenda.addDelivery({
        event: event.id,
        endpoint: endpoint.id,
        dueAt: account.now(),
        isHeld: fate === 'held',
      });
    }
  }
};

/** An account can have 16 endpoints. Source: https://docs.stripe.com/webhooks */
export const MOST_ENDPOINTS = 16;

const listAll = ({ store }: Call['account']): Stripe.WebhookEndpoint[] =>
  store.objects.list('webhook_endpoint', { limit: MOST_ENDPOINTS });
