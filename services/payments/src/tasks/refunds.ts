import { type PurchaseRecord, type Refund, recordRefund } from '@willcall/store';
import { ProviderError } from '../errors.ts';
import type { Intent, ProviderRefund } from '../provider/payment-provider.ts';
import { ask } from './ask-provider.ts';
import type { TaskDependencies } from './dependencies.ts';

/** What is to be done for a refund. */
export type RefundStep =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'look-again' }
  | { readonly kind: 'record'; readonly status: 'SUCCEEDED' | 'FAILED' }
  /** Give back what is missing, in minor units. */
  | { readonly kind: 'make'; readonly amount: number };

/**
 * Plans a refund from the list of all refunds of its intent, whoever made them:
 *
 *     they cover the amount    SUCCEEDED; look again while one is pending
 *     they do not, REQUESTED   give back the rest; FAILED if the charge is disputed: the bank gives it back already
 *     they do not, SUCCEEDED   FAILED: one came back
 *     they do not, FAILED      nothing, until a person requests it again
 */
export function planRefund(
  { amount, status }: Pick<Refund, 'amount' | 'status'>,
  refunds: readonly Pick<ProviderRefund, 'amount' | 'status'>[],
  { isDisputed }: Pick<Intent, 'isDisputed'>,
): RefundStep {
  const sumOf = (wanted: ProviderRefund['status']) =>
    refunds.reduce((sum, refund) => sum + (refund.status === wanted ? refund.amount : 0), 0);
  const given = sumOf('succeeded');
  const underWay = given + sumOf('pending');
  if (given >= amount) {
    return status === 'SUCCEEDED' ? { kind: 'nothing' } : { kind: 'record', status: 'SUCCEEDED' };
  }
  if (underWay >= amount) return { kind: 'look-again' };
  switch (status) {
    case 'REQUESTED':
      return isDisputed
        ? { kind: 'record', status: 'FAILED' }
        : { kind: 'make', amount: amount - underWay };
    case 'SUCCEEDED':
      return { kind: 'record', status: 'FAILED' };
    case 'FAILED':
      return { kind: 'nothing' };
  }
}

/** How a refund ended for now. */
type Made = 'done' | 'look-again';

/**
 * Carries out the refund of a purchase, or finds out what became of it. The refunds of the intent are listed first, and
 * what is given back or under way is never given back again:
 *
 *     list ── none ── refund (key a) ✓ ── reply lost ── list ── it is there ✓ SUCCEEDED
 *     list ── none ── refund (key a) ✗ no answer ── list ── none ── refund (key a): the provider acts once
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function carryOutRefund(
  record: PurchaseRecord & { readonly refund: Refund },
  intent: Intent,
  dependencies: TaskDependencies,
): Promise<Made> {
  const { refund, purchaseId } = record;
  const key = `${purchaseId}-refund-${refund.attempt}`;
  const step = await tryRefund(refund, intent, key, dependencies);
  if (step.kind !== 'record') return step.kind === 'nothing' ? 'done' : 'look-again';
  if (await recordRefund(dependencies.store, record, step.status)) {
    report(step.status, record, dependencies);
  }
  return 'done';
}

/**
 * Gives back what an intent took that the record of its purchase does not name. Nothing is recorded: the list of its
 * refunds says what is done. A refund of it that failed is left to a person.
 */
export async function refundOther(
  record: PurchaseRecord,
  intent: Intent,
  dependencies: TaskDependencies,
): Promise<Made> {
  const refund = { amount: intent.received, status: 'REQUESTED' } as const;
  const step = await tryRefund(refund, intent, `${intent.id}-refund`, dependencies);
  if (step.kind !== 'record') return 'look-again';
  report(step.status, record, dependencies);
  return 'done';
}

/** Takes one step, with what the provider answers to it. */
async function tryRefund(
  refund: Pick<Refund, 'amount' | 'status'>,
  intent: Intent,
  key: string,
  dependencies: TaskDependencies,
): Promise<Exclude<RefundStep, { readonly kind: 'make' }>> {
  const asking = { ...dependencies, provider: dependencies.refunding };
  const refunds = await ask((provider) => provider.listRefunds(intent.id), asking);
  if (refunds === undefined) return { kind: 'look-again' };
  const step = planRefund(refund, refunds, intent);
  if (step.kind !== 'make') return step;
  const amount = { amount: step.amount, currency: intent.amount.currency };
  const made = await ask(async (provider) => {
    try {
      return (await provider.refund({ intent: intent.id, amount, key })).status;
    } catch (error) {
      // It refuses for ever, and this call had no effect.
      if (error instanceof ProviderError && !error.retryable) return 'failed';
      throw error;
    }
  }, asking);
  switch (made) {
    case 'succeeded':
      return { kind: 'record', status: 'SUCCEEDED' };
    case 'failed':
      return { kind: 'record', status: 'FAILED' };
    case 'pending':
    case undefined:
      return { kind: 'look-again' };
  }
}

function report(
  status: 'SUCCEEDED' | 'FAILED',
  { purchaseId, correlationId }: PurchaseRecord,
  { log, measure }: Pick<TaskDependencies, 'log' | 'measure'>,
): void {
  if (status === 'SUCCEEDED') {
    measure.count('RefundsMade');
    log.info('Refund made', { purchaseId, correlationId });
    return;
  }
  measure.count('RefundsFailed');
  log.error('Refund failed: a person must look at it', { purchaseId, correlationId });
}
