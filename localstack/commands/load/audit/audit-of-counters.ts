import type { LoadAudit } from './load-audit.ts';

type Counters = { readonly available: number; readonly capacity: number };

/**
 * By the show's public counters alone, before and after: who else sold or gave back meanwhile is
 * taken for this load.
 */
export const auditOfCounters = (before: Counters, after: Counters): LoadAudit => {
  const tickets = before.available - after.available;
  const differences = [
    ...(after.available < 0 ? [`${after.available} tickets are left: too many were sold.`] : []),
    ...(after.available > after.capacity
      ? [`${after.available} tickets are left of ${after.capacity}.`]
      : []),
    ...(tickets < 0 ? [`${-tickets} tickets more are left than before the load.`] : []),
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
