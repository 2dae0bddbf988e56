export { ProviderError } from './errors.ts';
export { createPaymentSweep } from './functions/payment-sweep.ts';
export { createPaymentTasks } from './functions/payment-tasks.ts';
export { createPayments } from './functions/payments.ts';
export { createReconcile, type ReconcileCounts } from './functions/reconcile.ts';
export { limitOf } from './provider/call-budget.ts';
export { openProvider, readRefundsPerSecond } from './provider/open-provider.ts';
export type * from './provider/payment-provider.ts';
export { WEBHOOK_EVENTS } from './provider/read-notification.ts';
export {
  type Difference,
  type DifferenceCode,
  type DifferencePart,
  differenceParts,
  differences,
  getReconcileAnchor,
  isFault,
  isRepairable,
} from './reconcile/differences.ts';
export type { Findings } from './reconcile/findings.ts';
export type { MoneySums } from './reconcile/money.ts';
export { openAccount } from './reconcile/open-account.ts';
export { reconcileShow, type ShowFindings } from './reconcile/reconcile-show.ts';
export { sendRepairs } from './reconcile/send-repairs.ts';
export type { SweptPayments } from './sweep/sweep-due-payments.ts';
