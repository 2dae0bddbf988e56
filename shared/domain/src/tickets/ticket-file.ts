import type { Ticket } from '@willcall/contracts';
import { type CsvColumns, formatCsv } from './csv.ts';

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
] as const;

type TicketRow = Readonly<Record<(typeof ticketColumns)[number], string | null>>;

/** A ticket as an exported file has it. A column is null if its value does not exist or was erased. */
const toRow = ({ seat, holder, cancelledAt, ...ticket }: Ticket): TicketRow => ({
  ticketId: ticket.ticketId,
  purchaseId: ticket.purchaseId,
  seat: seat ?? null,
  status: ticket.status,
  holderName: holder?.name ?? null,
  holderEmail: holder?.email ?? null,
  requestedAt: ticket.requestedAt,
  decidedAt: ticket.decidedAt,
  cancelledAt: cancelledAt ?? null,
});

export const ticketFormats = ['csv', 'jsonl'] as const;

const csvColumns: CsvColumns<(typeof ticketColumns)[number]> = {
  all: ticketColumns,
  ofPeople: ['seat', 'holderName', 'holderEmail'],
};

/** A format of exported files: the text before the first ticket, and a formatter for each ticket. */
type TicketFormat = {
  /** @param bom whether a byte order mark comes first, by which Excel reads UTF-8. */
  readonly header: (bom: boolean) => string;
  readonly lines: (tickets: readonly Ticket[]) => string;
};

export const ticketWriters: Readonly<Record<(typeof ticketFormats)[number], TicketFormat>> = {
  csv: {
    header: (bom) => formatCsv([], csvColumns, { header: true, bom }),
    lines: (tickets) => formatCsv(tickets.map(toRow), csvColumns),
  },
  jsonl: {
    header: () => '',
    lines: (tickets) => tickets.map((ticket) => `${JSON.stringify(toRow(ticket))}\n`).join(''),
  },
};
