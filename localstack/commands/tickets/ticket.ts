import { parsePurchaseId, ticketIds } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';

/** A ticket as it is exported: the columns, in their order. Null: there is none, or it was erased. */
export type Ticket = {
  readonly ticketId: string;
  readonly purchaseId: string;
  readonly seat: string | null;
  readonly status: 'VALID' | 'CANCELLED';
  readonly holderName: string | null;
  readonly holderEmail: string | null;
  readonly requestedAt: string;
  readonly decidedAt: string;
  readonly cancelledAt: string | null;
};

/** In the order of a line. */
export const ticketColumns = [
  'ticketId',
  'purchaseId',
  'seat',
  'status',
  'holderName',
  'holderEmail',
  'requestedAt',
  'decidedAt',
  'cancelledAt',
] as const satisfies readonly (keyof Ticket)[];

/** The tickets that a purchase holds, or held until it was cancelled; none of one that never had any. */
export function ticketsOf(purchase: PurchaseRecord): Ticket[] {
  const { userId, purchaseId, quantity, seats, holder } = purchase;
  const status = ticketStatus(purchase);
  if (status === undefined || quantity === undefined) return [];
  const { key = '' } = parsePurchaseId(purchaseId) ?? {};
  return ticketIds(userId, key, quantity).map((ticketId, ordinal) => ({
    ticketId,
    purchaseId,
    seat: seats?.[ordinal] ?? null,
    status,
    holderName: holder?.name ?? null,
    holderEmail: holder?.email ?? null,
    requestedAt: purchase.requestedAt,
    decidedAt: purchase.decidedAt,
    cancelledAt: purchase.cancelledAt ?? null,
  }));
}

function ticketStatus({ status, total }: PurchaseRecord): Ticket['status'] | undefined {
  switch (status) {
    case 'CONFIRMED':
      return 'VALID';
    case 'CANCELLED':
      // Only what was sold has a total.
      return total === undefined ? undefined : 'CANCELLED';
    case 'REJECTED':
    case 'FAILED':
      return undefined;
  }
}
