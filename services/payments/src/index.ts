export { ProviderError } from './errors.ts';
export { createPaymentSweep } from './functions/payment-sweep.ts';
export { createPaymentTasks } from './functions/payment-tasks.ts';
export { createPayments } from './functions/payments.ts';
export { createReconcile } from './functions/reconcile.ts';
export { openProvider } from './provider/open-provider.ts';
export type * from './provider/payment-provider.ts';
export { WEBHOOK_EVENTS } from './provider/read-notification.ts';
export type { SweptPayments } from './sweep/sweep-due-payments.ts';
