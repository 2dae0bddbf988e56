import type { ShowAudit } from '@willcall/store';

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

/** Of a show that was made for this load: recomputed from its records, to the ticket. */
export const auditOfRecords = ({
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
