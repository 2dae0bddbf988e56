import type { Guard } from '../guard.ts';

const COMPARISON = 'services/payments/src/reconcile/compare-purchase.ts';
const COMPARISON_TEST = 'services/payments/src/reconcile/compare-purchase.test.ts';

/** Guards that find money without tickets or refund, and tickets without money. */
export const reconciliationGuards: readonly Guard[] = [
  {
    guard: 'Money that was taken without tickets or refund is told.',
    file: 'services/payments/src/reconcile/compare-ended.ts',
    from: 'if (keptOf(own) > 0) return [withoutTickets(purchase, own)];',
    to: 'if (keptOf(own) > 0) return [];',
    tests: COMPARISON_TEST,
    caughtBy: 'MONEY_WITHOUT_TICKETS: paid late',
  },
  {
    guard: 'Tickets that were not paid are told.',
    file: COMPARISON,
    from: "if (own.status !== 'succeeded') {",
    to: "if (own.status === 'processing') {",
    tests: COMPARISON_TEST,
    caughtBy: 'TICKETS_WITHOUT_MONEY: its intent was canceled',
  },
  {
    guard: 'Money of a second intent is told.',
    file: COMPARISON,
    from: '...others.flatMap((intent) => compareOther(purchase, intent)),',
    to: '',
    tests: COMPARISON_TEST,
    caughtBy: 'PAID_TWICE: two intents took money',
  },
  {
    guard: 'Refunded tickets that are still valid are told.',
    file: COMPARISON,
    from: 'if (own.refunded >= own.received) {',
    to: 'if (own.refunded > own.received) {',
    tests: COMPARISON_TEST,
    caughtBy: 'REFUNDED_BUT_CONFIRMED: all went back by hand',
  },
  {
    guard: 'A refund that came back is told.',
    file: 'services/payments/src/reconcile/compare-refunds.ts',
    from: "if (refund?.status === 'SUCCEEDED' && own.refunded < recorded) {",
    to: "if (refund?.status === 'SUCCEEDED' && own.refunded < 0) {",
    tests: COMPARISON_TEST,
    caughtBy: 'REFUNDED_LESS: a refund failed after it had succeeded',
  },
  {
    guard: 'An intent that can still take money is told.',
    file: 'services/payments/src/reconcile/compare-ended.ts',
    from: "if (own.status === 'open') {",
    to: "if (own.id === '') {",
    tests: COMPARISON_TEST,
    caughtBy: 'INTENT_OPEN: its hold has expired',
  },
  {
    guard: 'What is in flight is not judged.',
    file: COMPARISON,
    from: 'if (comparing.now.getTime() - findYoungest(facts) < IN_FLIGHT_MS) {',
    to: 'if (comparing.now.getTime() < findYoungest(facts)) {',
    tests: COMPARISON_TEST,
    caughtBy: 'is not told while its purchase is in flight',
  },
  {
    guard:
      'An intent that is not listed is read before its tickets count as unpaid, and one of nobody is told.',
    file: 'services/payments/src/reconcile/reconcile-show.ts',
    from: 'isIntentUnknown: !intents.some(({ id }) => id === purchase.payment?.intent),',
    to: '',
    tests: 'test/e2e/reconcile.test.ts',
    caughtBy: 'confirmed with the intent of nobody',
  },
];
