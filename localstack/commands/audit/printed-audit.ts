import type { AuditDifference, ShowAudit, StockAudit } from '@willcall/store';
import type { AuditReport } from './run-audit.ts';

/** The report for people. */
export const printedAudit = ({ stock, records }: AuditReport): string => {
  const differences = allDifferences(stock, records);
  return [
    stockLine(stock),
    ...(records === null ? [] : [recordsLine(records)]),
    ...differences.map(({ code, message }) => `${code}: ${message}`),
    verdict(differences),
  ].join('\n');
};

const stockLine = ({ available, sold, capacity, revenue }: StockAudit): string => {
  const sum = available + sold;
  const result = sum === capacity ? `capacity ${capacity}` : `${sum}, capacity ${capacity}`;
  return `Stock at one instant: left ${available} + sold ${sold} = ${result}; revenue ${revenue.amount} ${revenue.currency} in minor units`;
};

const recordsLine = ({ byStatus, tickets, revenue }: ShowAudit): string => {
  const purchases = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
  return `Records: ${tickets} tickets, revenue ${revenue.amount} ${revenue.currency}; purchases ${purchases.join(', ')}`;
};

/** What the stock alone shows is found by both checks. */
const allDifferences = (stock: StockAudit, records: ShowAudit | null): AuditDifference[] => {
  const ofRecords = records?.differences ?? [];
  const isNew = ({ code, message }: AuditDifference) =>
    !ofRecords.some((other) => other.code === code && other.message === message);
  return [...stock.differences.filter(isNew), ...ofRecords];
};

const verdict = (differences: readonly AuditDifference[]): string => {
  if (differences.length === 0) return 'The audit holds.';
  return differences.every(({ code }) => code === 'STOCK_MOVED')
    ? 'THE AUDIT COULD NOT BE FINISHED: the sale was never quiet. Its stock holds.'
    : 'THE AUDIT DOES NOT HOLD.';
};
