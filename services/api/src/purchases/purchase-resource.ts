import { type DecidedPurchase, rejectionMessages } from '@willcall/contracts';
import { parsePurchaseId, ticketIds } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';

/** A record as its buyer sees it, with what is derived on reading: ticket ids, total, the sentence. */
export function purchaseResource(record: PurchaseRecord): DecidedPurchase {
  const { purchaseId, showId, status, reason, quantity, holder, card } = record;
  return {
    purchaseId,
    ...(showId === undefined ? {} : { showId }),
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(quantity === undefined ? {} : { quantity }),
    ...sold(record),
    ...(card === undefined ? {} : { card }),
    ...(holder === undefined ? {} : { holder }),
    message: sentence(record),
    ...(record.reminderLeadSeconds === undefined
      ? {}
      : { reminderLeadSeconds: record.reminderLeadSeconds }),
    requestedAt: record.requestedAt,
    decidedAt: record.decidedAt,
  };
}

/** What only a confirmed purchase has. */
function sold(record: PurchaseRecord): Pick<DecidedPurchase, 'total' | 'tickets'> {
  if (record.status !== 'CONFIRMED') return { tickets: [] };
  const { userId, purchaseId, quantity, seats, total } = record;
  const { key = '' } = parsePurchaseId(purchaseId) ?? {};
  return {
    ...(total === undefined ? {} : { total }),
    tickets: ticketIds(userId, key, quantity).map((ticketId, ordinal) => {
      const seat = seats?.[ordinal];
      return seat === undefined ? { ticketId } : { ticketId, seat };
    }),
  };
}

function sentence(record: PurchaseRecord): string {
  switch (record.status) {
    case 'CONFIRMED': {
      const { quantity, holder } = record;
      const tickets = `${quantity} ${quantity === 1 ? 'ticket' : 'tickets'}`;
      return holder === undefined ? `Booked ${tickets}.` : `Booked ${tickets} for ${holder.name}.`;
    }
    case 'REJECTED':
      return record.reason === undefined
        ? 'The purchase was refused.'
        : rejectionMessages[record.reason];
    case 'FAILED':
      return 'The purchase could not be processed; nothing was bought.';
    case 'CANCELLED':
      return 'The purchase was cancelled.';
  }
}
