/** The kinds of differences. Stable, because scripts depend on them. */
export type AuditDifferenceCode =
  // The stock alone, at one instant.
  | 'CAPACITY'
  | 'NEGATIVE_COUNTER'
  /** The stock changed while the records were read, so the sums cannot be compared. */
  | 'STOCK_MOVED'
  // The counters compared with the records.
  | 'SOLD_COUNTER'
  | 'REVENUE_COUNTER'
  // One purchase.
  | 'PURCHASE_UNREADABLE'
  | 'PURCHASE_TICKETS'
  | 'PURCHASE_TOTAL'
  // Seats.
  | 'SEATS_CAPACITY'
  | 'SEATS_FREE'
  | 'SEAT_UNREADABLE'
  | 'SEAT_MISPLACED'
  | 'SEAT_MISSING'
  | 'SEAT_NOT_HELD'
  | 'SEAT_HELD_BY_ANOTHER'
  | 'SEAT_SOLD_TWICE'
  | 'SEAT_WITHOUT_PURCHASE'
  // One buyer.
  | 'LEDGER_UNREADABLE'
  | 'LEDGER_TICKETS'
  | 'LIMIT_EXCEEDED';

/** One difference: a stable code, a sentence for people, and the ids of what it is about. */
export type AuditDifference = {
  readonly code: AuditDifferenceCode;
  readonly message: string;
  readonly purchaseId?: string;
  readonly seatId?: string;
  readonly userId?: string;
};
