/** The states of a purchase. PENDING is never recorded: it is the absence of a record. */
export const statuses = ['PENDING', 'CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED'] as const;
export type Status = (typeof statuses)[number];

/** Why a purchase was REJECTED. Stable: subscribers and clients switch on these. */
export const rejectionReasons = [
  'SOLD_OUT',
  'SHOW_NOT_FOUND',
  'SHOW_CANCELLED',
  'SALE_NOT_OPEN',
  'SALE_CLOSED',
  'SALE_PAUSED',
  'PURCHASE_IN_PROGRESS',
  'SEAT_TAKEN',
  'SEAT_UNKNOWN',
  'LIMIT_EXCEEDED',
  'PRICE_CHANGED',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** What a person is told of each refusal. */
export const rejectionMessages: Readonly<Record<RejectionReason, string>> = {
  SOLD_OUT: 'No tickets available.',
  SHOW_NOT_FOUND: 'There is no such show.',
  SHOW_CANCELLED: 'The show was cancelled.',
  SALE_NOT_OPEN: 'The sale has not opened yet.',
  SALE_CLOSED: 'The sale has closed.',
  SALE_PAUSED: 'The sale is paused.',
  PURCHASE_IN_PROGRESS: 'Another purchase of yours for this show was still being decided.',
  SEAT_TAKEN: 'A seat was taken by somebody else.',
  SEAT_UNKNOWN: 'A seat does not exist in this show.',
  LIMIT_EXCEEDED: 'This is more tickets than one buyer may hold for this show.',
  PRICE_CHANGED: 'The price has changed; nothing was bought.',
};
