/** What can be wrong with a show's records. Stable: scripts switch on these. */
export type AuditDifferenceCode =
  // At any instant, of the stock alone.
  | 'CAPACITY'
  | 'NEGATIVE_COUNTER'
  /** Tickets changed hands while the records were read: no sum would prove anything. */
  | 'STOCK_MOVED'
  // The counters, against what the records add up to.
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

/** Something that does not add up: a stable code, a sentence for people, and what it is about. */
export type AuditDifference = {
  readonly code: AuditDifferenceCode;
  readonly message: string;
  readonly purchaseId?: string;
  readonly seatId?: string;
  readonly userId?: string;
};
