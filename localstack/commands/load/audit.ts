import type { ShowAudit, Store } from '@willcall/store';
import { auditRecords } from '../audit.ts';

/** What a load's audit found. */
export type LoadAudit = {
  /** Tickets of confirmed purchases that this load made. */
  readonly tickets: number;
  /** Tickets left. */
  readonly available: number;
  readonly capacity: number;
  /** Purchases on record; null where only the show's counters could be read. */
  readonly records: number | null;
  /** A sentence each. */
  readonly differences: readonly string[];
  readonly holds: boolean;
};

/** Summarizes the audit of a show that was created for this load. */
const summarizeRecords = ({
  tickets,
  available,
  capacity,
  byStatus,
  differences,
  holds,
}: ShowAudit): LoadAudit => ({
  tickets,
  available,
  capacity,
  records: Object.values(byStatus).reduce((a, b) => a + b, 0),
  differences: differences.map(({ code, message }) => `${code}: ${message}`),
  holds,
});

type Counters = { readonly available: number; readonly capacity: number };

/**
 * By the show's public counters alone, before and after: who else sold or gave back meanwhile is
 * taken for this load.
 */
export const auditCounters = (before: Counters, after: Counters): LoadAudit => {
  const tickets = before.available - after.available;
  const differences = [
    ...(after.available < 0 ? [`${after.available} tickets are left, so too many were sold.`] : []),
    ...(after.available > after.capacity
      ? [`${after.available} tickets are left of ${after.capacity}.`]
      : []),
    ...(tickets < 0 ? [`${-tickets} more tickets are left than before the load.`] : []),
  ];
  const { available, capacity } = after;
  return {
    tickets,
    available,
    capacity,
    records: null,
    differences,
    holds: differences.length === 0,
  };
};

/**
 * Recomputes a show that was made for this load from its records, past the API that sold it, and
 * again while it is not quiet.
 *
 * @throws StoreError when its tables cannot be read
 */
export const auditLoad = async (
  store: Store,
  showId: string,
  show: (line: string) => void,
): Promise<LoadAudit> => summarizeRecords(await auditRecords(store, showId, { show }));
