import { csvLine } from './csv-line.ts';
import { type Ticket, ticketColumns } from './ticket.ts';

export const formats = ['csv', 'jsonl'] as const;
export type FormatName = (typeof formats)[number];

/** How tickets are written: what stands before the first, and each as a line. */
export type TicketFormat = {
  readonly header: string;
  readonly line: (ticket: Ticket) => string;
};

export const ticketFormats: Readonly<Record<FormatName, TicketFormat>> = {
  csv: {
    header: csvLine(ticketColumns),
    line: (ticket) => csvLine(ticketColumns.map((column) => ticket[column])),
  },
  jsonl: { header: '', line: (ticket) => `${JSON.stringify(ticket)}\n` },
};
