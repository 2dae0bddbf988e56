import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { Total } from '../money.ts';

/** `POST /v1/purchases/{purchaseId}/payment`: what a browser needs to pay a held purchase. Never stored, never logged. */
export const StartedPayment = z.object({
  provider: described(z.literal('stripe'), 'The payment provider.'),
  clientSecret: described(
    z.string(),
    'With it, the browser of the buyer confirms this payment at the provider. It is a secret of the buyer.',
  ),
  publishableKey: described(z.string(), "The provider's public key of this stage."),
  amount: described(Total, 'What is paid: the total of the purchase.'),
  holdUntil: described(z.string(), 'Until when the tickets are held for the payment.'),
});
export type StartedPayment = z.infer<typeof StartedPayment>;

/** `POST /v1/payments/webhook`: the provider need not send the event again. */
export const WebhookReceived = z.object({ received: z.literal(true) });
