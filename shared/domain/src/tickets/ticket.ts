import { known, type Ticket } from '@willcall/contracts';
import { computeTicketIds, parsePurchaseId } from '../identity.ts';

/** The purchase of tickets, as it is recorded. */
type RecordedPurchase = Pick<Ticket, 'userId' | 'purchaseId' | 'requestedAt' | 'decidedAt'> & {
  readonly status: 'CONFIRMED' | 'CANCELLED' | 'REJECTED' | 'FAILED';
  readonly quantity?: number | undefined;
  readonly seats?: readonly string[] | undefined;
  readonly holder?: Ticket['holder'] | undefined;
  /** Only a sold purchase has a total. */
  readonly total?: object | undefined;
  readonly cancelledAt?: string | undefined;
};

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

function ticketStatus({ status, total }: RecordedPurchase): Ticket['status'] | undefined {
  switch (status) {
    case 'CONFIRMED':
      return 'VALID';
    case 'CANCELLED':
      return total === undefined ? undefined : 'CANCELLED';
    case 'REJECTED':
    case 'FAILED':
      return undefined;
  }
}
