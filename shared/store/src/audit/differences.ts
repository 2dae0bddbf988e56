import type { AuditItemName } from './audit-items.ts';

/**
 * The kinds of differences. Stable, because scripts depend on them. STOCK_MOVED says that the stock
 * changed while the records were read, so that sums could not be compared. It is not a fault.
 */
export type AuditDifferenceCode = AuditItemName | 'STOCK_MOVED';

/** The ids of what a difference is about. */
export type AuditedIds = {
  readonly purchaseId?: string;
  readonly seatId?: string;
  readonly userId?: string;
};

/** One difference: a stable code, a sentence for people, and the ids of what it is about. */
export type AuditDifference = AuditedIds & {
  readonly code: AuditDifferenceCode;
  readonly message: string;
};

/** Creates one difference for each fault that was found: they have the code and the ids in common. */
export const describeFaults = (
  code: AuditItemName,
  subject: string,
  faults: readonly string[],
  ids: AuditedIds = {},
): AuditDifference[] => faults.map((fault) => ({ code, message: `${subject} ${fault}.`, ...ids }));
