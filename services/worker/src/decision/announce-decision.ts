import type { PurchaseRecord } from '@willcall/store';
import type { DecisionDependencies } from './dependencies.ts';

/** Logs, counts and times a decision that was recorded just now. */
export function announceDecision(
  record: PurchaseRecord | undefined,
  { log, measure, pulse }: Pick<DecisionDependencies, 'log' | 'measure' | 'pulse'>,
): void {
  if (record === undefined) return;
  const { status, reason, purchaseId, showId, correlationId } = record;
  log.info('Purchase decided', {
    purchaseId,
    ...(showId === undefined ? {} : { showId }),
    status,
    correlationId,
    ...(reason === undefined ? {} : { reason }),
  });
  measure.count(reason === undefined ? `Purchases_${status}` : `Rejected_${reason}`);
  if (record.status === 'CONFIRMED') measure.count('TicketsSold', record.quantity);
  pulse.decided(record);
  measure.milliseconds(
    'TimeToDecision',
    // Two clocks may differ, and CloudWatch gives no percentiles of a metric with negative values.
    Math.max(0, Date.parse(record.decidedAt) - Date.parse(record.requestedAt)),
  );
}
