import type { RoutesOf } from './routes.ts';

/** The routes by which buyers pay, and by which the payment provider reports. */
export const paymentsRoutes = {
  startPayment: {
    method: 'POST',
    path: '/purchases/{purchaseId}/payment',
    function: 'payments',
    access: 'buyer',
    status: 200,
    problems: [
      'PURCHASE_ERASED',
      'IDEMPOTENCY_KEY_REUSED',
      'NOT_PAYABLE',
      'TOO_MANY_PAYMENTS',
      'PROVIDER_UNAVAILABLE',
    ],
  },
  receiveWebhook: {
    method: 'POST',
    path: '/payments/webhook',
    function: 'payments',
    access: 'anybody',
    rawBody: { maxBytes: 262_144 },
    requestHeaders: ['stripe-signature'],
    status: 200,
    problems: [
      'WEBHOOK_TOO_LARGE',
      'INVALID_SIGNATURE',
      'QUEUES_UNAVAILABLE',
      'PROVIDER_UNAVAILABLE',
    ],
  },
} as const satisfies RoutesOf<'payments'>;
