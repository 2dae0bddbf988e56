import { auditRecords } from '@willcall/audit';
import type { ShowAudit, Store } from '@willcall/store';

/** The result of a load's audit. */
export type LoadAudit = {
  /** Tickets in confirmed purchases of this load. */
  readonly tickets: number;
  /** Tickets left. */
  readonly available: number;
  readonly capacity: number;
  /** The number of purchase records. Null if only the show's counters could be read. */
  readonly records: number | null;
  /** One sentence for each difference. */
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
 * Audits a show by its public counters alone, before and after the load. Purchases and
 * cancellations by others during the load count as part of it.
 */
export const auditCounters = (before: Counters, after: Counters): LoadAudit => {
  const tickets = before.available - after.available;
  const differences = [
    ...(after.available < 0 ? [`${after.available} tickets are left, so too many were sold.`] : []),
    ...(after.available > after.capacity
      ? [`${after.available} tickets are left, but the show has only ${after.capacity}.`]
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
 * Recomputes a show that was created for this load from its records, not through the API that sold
 * it. It reads all records, because it counts the refusals too. Repeats the audit while tickets still change hands.
 *
 * @throws StoreError if the tables cannot be read
 */
export const auditLoad = async (
  store: Store,
  showId: string,
  show: (line: string) => void,
): Promise<LoadAudit> =>
  summarizeRecords(await auditRecords(store, showId, { show }, { allRecords: true }));
