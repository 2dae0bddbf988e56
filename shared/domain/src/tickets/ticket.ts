import { type DecidedStatus, known, type Ticket } from '@willcall/contracts';
import { computeTicketIds, parsePurchaseId } from '../identity.ts';

/** The purchase of tickets, as it is recorded. */
type RecordedPurchase = Pick<Ticket, 'userId' | 'purchaseId' | 'requestedAt' | 'decidedAt'> & {
  readonly status: DecidedStatus;
  readonly quantity?: number | undefined;
  readonly seats?: readonly string[] | undefined;
  readonly holder?: Ticket['holder'] | undefined;
  /** Only a held or sold purchase has a total. */
  readonly total?: object | undefined;
  /** Removed when the tickets are paid. */
  readonly holdUntil?: string | undefined;
  readonly cancelledAt?: string | undefined;
};

/**
 * Whether the tickets of a purchase are sold, or were until it was cancelled. One that was cancelled while its
 * tickets were held keeps the end of its hold.
 */
export const wasSold = ({
  status,
  total,
  holdUntil,
}: Pick<RecordedPurchase, 'status' | 'total' | 'holdUntil'>): boolean =>
  status === 'CONFIRMED' ||
  (status === 'CANCELLED' && total !== undefined && holdUntil === undefined);

/** The tickets of a purchase, cancelled or not. Empty if the purchase never had tickets. */
export function listTickets(purchase: RecordedPurchase): Ticket[] {
  const { userId, purchaseId, quantity, seats, holder, cancelledAt } = purchase;
  const status = ticketStatus(purchase);
  if (status === undefined || quantity === undefined) return [];
  const { key } = known(parsePurchaseId(purchaseId), 'the key of a purchase id');
  return computeTicketIds(userId, key, quantity).map((ticketId, ordinal) => {
    const seat = seats?.[ordinal];
    return {
      ticketId,
      purchaseId,
      userId,
      ...(seat === undefined ? {} : { seat }),
      status,
      ...(holder === undefined ? {} : { holder }),
      requestedAt: purchase.requestedAt,
      decidedAt: purchase.decidedAt,
      ...(cancelledAt === undefined ? {} : { cancelledAt }),
    };
  });
}

function ticketStatus(purchase: RecordedPurchase): Ticket['status'] | undefined {
  switch (purchase.status) {
    case 'CONFIRMED':
      return 'VALID';
    case 'CANCELLED':
      return wasSold(purchase) ? 'CANCELLED' : undefined;
    case 'HELD':
    case 'EXPIRED':
    case 'REJECTED':
    case 'FAILED':
      return undefined;
  }
}
