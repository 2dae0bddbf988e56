import { known } from '@willcall/contracts';
import { computeTicketIds, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import { stringify } from 'csv-stringify/sync';

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

/**
 * Characters that start a formula in a spreadsheet. The `escape_formulas` option of csv-stringify
 * also changes an id that starts with a hyphen, which runs nothing without an operator or a
 * bracket, and ignores a line feed. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const BEGINS_FORMULA = /^([=+@\t\r\n]|-(?![\w-]*$))/;

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

/** An output format: the text before the first ticket, and a formatter for each ticket. */
type TicketFormat = {
  readonly header: string;
  readonly lines: (tickets: readonly Ticket[]) => string;
};

export const ticketWriters: Readonly<Record<(typeof ticketFormats)[number], TicketFormat>> = {
  csv: {
    header: formatCsv([ticketColumns]),
    lines: (tickets) =>
      formatCsv(tickets.map((ticket) => ticketColumns.map((column) => ticket[column]))),
  },
  jsonl: {
    header: '',
    lines: (tickets) => tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join(''),
  },
};

/**
 * Formats CSV by RFC 4180. Each line ends with CRLF, and null is an empty cell. A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front, because buyers can enter any text
 * as a name.
 */
export function formatCsv(rows: readonly (readonly (string | null)[])[]): string {
  return stringify([...rows], {
    record_delimiter: '\r\n',
    quoted_match: /[\r\n]/,
    cast: { string: (cell) => (BEGINS_FORMULA.test(cell) ? `'${cell}` : cell) },
  });
}
