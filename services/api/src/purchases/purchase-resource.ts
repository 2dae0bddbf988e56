import { type DecidedPurchase, rejectionMessages } from '@willcall/contracts';
import { parsePurchaseId, ticketIds } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';

/** A record as its buyer sees it, with what is derived on reading: ticket ids, total, the sentence. */
export function purchaseResource(record: PurchaseRecord): DecidedPurchase {
  const { purchaseId, showId, status, reason, quantity, holder, card, price } = record;
  const isSold = status === 'CONFIRMED';
  const { key = '' } = parsePurchaseId(purchaseId) ?? {};
  return {
    purchaseId,
    showId,
    status,
    ...(reason === undefined ? {} : { reason }),
    quantity,
    ...(isSold && price !== undefined
      ? { total: { amount: price.amount * quantity, currency: price.currency } }
      : {}),
    tickets: isSold
      ? ticketIds(record.userId, key, quantity).map((ticketId) => ({ ticketId }))
      : [],
    ...(card === undefined ? {} : { card }),
    holder,
    message: sentence(record),
    requestedAt: record.requestedAt,
    decidedAt: record.decidedAt,
  };
}

function sentence({ status, reason, quantity, holder }: PurchaseRecord): string {
  switch (status) {
    case 'CONFIRMED':
      return `Booked ${quantity} ${quantity === 1 ? 'ticket' : 'tickets'} for ${holder.name}.`;
    case 'REJECTED':
      return reason === undefined ? 'The purchase was refused.' : rejectionMessages[reason];
    case 'FAILED':
      return 'The purchase could not be processed; nothing was bought.';
    case 'CANCELLED':
      return 'The purchase was cancelled.';
  }
}
