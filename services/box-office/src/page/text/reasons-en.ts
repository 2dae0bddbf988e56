import type { RejectionReason } from '@willcall/client';

/** Why there are no tickets, and what the buyer can do next. */
export const reasons: Record<
  RejectionReason | 'UNKNOWN',
  { readonly why: string; readonly next: string }
> = {
  SOLD_OUT: {
    why: 'The show is sold out.',
    next: 'Cancelled tickets go back on sale. You have paid nothing.',
  },
  ALL_HELD: {
    why: 'Other buyers are paying for the last tickets.',
    next: 'Try again in a moment: tickets that are not paid in time go back on sale. You have paid nothing.',
  },
  SHOW_NOT_FOUND: { why: 'This show does not exist any more.', next: 'Choose another show.' },
  SHOW_CANCELLED: { why: 'The show was cancelled.', next: 'Choose another show.' },
  SALE_NOT_OPEN: {
    why: 'The sale had not opened yet.',
    next: 'Try again once it opens. You have paid nothing.',
  },
  SALE_CLOSED: { why: 'The sale has ended.', next: 'Choose another show.' },
  SALE_PAUSED: {
    why: 'The organiser has paused the sale.',
    next: 'Try again when it resumes. You have paid nothing.',
  },
  PURCHASE_IN_PROGRESS: {
    why: 'Another of your purchases for this show had not been decided yet.',
    next: 'Wait for it, then buy again if you need more tickets.',
  },
  SEAT_TAKEN: {
    why: 'Somebody else got one of your seats first.',
    next: 'Choose other seats. You have paid nothing.',
  },
  SEAT_UNKNOWN: {
    why: 'The show does not have one of these seats any more.',
    next: 'Choose other seats. You have paid nothing.',
  },
  HOLD_OPEN: {
    why: 'Another of your purchases for this show is still to be paid.',
    next: 'Pay or cancel it, then buy again if you need more tickets.',
  },
  TOO_MANY_HOLDS: {
    why: 'Too many of your purchases for this show were not paid in time.',
    next: 'Choose another show. You have paid nothing.',
  },
  LIMIT_EXCEEDED: {
    why: 'That is more tickets than one buyer may have for this show.',
    next: 'Choose fewer tickets. Those you already have count too.',
  },
  PRICE_CHANGED: {
    why: 'The price has changed since you saw it, so nothing was bought.',
    next: 'Check the new price, and buy again if you agree to it.',
  },
  CARD_EXPIRED: {
    why: 'The card has expired, so nothing was bought.',
    next: 'Buy again with another card.',
  },
  UNKNOWN: { why: 'The purchase was refused.', next: 'Try again, or choose another show.' },
};
