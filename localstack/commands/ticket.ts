import { known } from '@willcall/contracts';
import { computeTicketIds, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import { type CsvColumns, formatCsv } from './ticket-csv.ts';

/** An exported ticket. A column is null if its value does not exist or was erased. */
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

/** The columns in output order. */
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

/** The tickets of a purchase, cancelled or not. Empty if the purchase never had tickets. */
export function listTickets(purchase: PurchaseRecord): Ticket[] {
  const { userId, purchaseId, quantity, seats, holder } = purchase;
  const status = ticketStatus(purchase);
  if (status === undefined || quantity === undefined) return [];
  const { key } = known(parsePurchaseId(purchaseId), 'the key of a purchase id');
  return computeTicketIds(userId, key, quantity).map((ticketId, ordinal) => ({
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
      // Only a sold purchase has a total.
      return total === undefined ? undefined : 'CANCELLED';
    case 'REJECTED':
    case 'FAILED':
      return undefined;
  }
}

export const ticketFormats = ['csv', 'jsonl'] as const;

const csvColumns: CsvColumns<(typeof ticketColumns)[number]> = {
  all: ticketColumns,
  ofPeople: ['seat', 'holderName', 'holderEmail'],
};

/** An output format: the text before the first ticket, and a formatter for each ticket. */
type TicketFormat = {
  /** @param bom whether a byte order mark comes first. */
  readonly header: (bom: boolean) => string;
  readonly lines: (tickets: readonly Ticket[]) => string;
};

export const ticketWriters: Readonly<Record<(typeof ticketFormats)[number], TicketFormat>> = {
  csv: {
    header: (bom) => formatCsv([], csvColumns, { header: true, bom }),
    lines: (tickets) => formatCsv(tickets, csvColumns),
  },
  jsonl: {
    header: () => '',
    lines: (tickets) => tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join(''),
  },
};
