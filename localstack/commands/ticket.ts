import { known } from '@willcall/contracts';
import { computeTicketIds, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import { stringify } from 'csv-stringify/sync';

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

/**
 * What a spreadsheet takes for the beginning of a formula. `escape_formulas` of csv-stringify would also
 * change an id that begins with a hyphen, which runs nothing without an operator or a bracket, and lets
 * a line feed pass. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const BEGINS_FORMULA = /^([=+@\t\r\n]|-(?![\w-]*$))/;

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
      // Only what was sold has a total.
      return total === undefined ? undefined : 'CANCELLED';
    case 'REJECTED':
    case 'FAILED':
      return undefined;
  }
}

export const ticketFormats = ['csv', 'jsonl'] as const;

/** How tickets are written: what stands before the first, and then each. */
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
 * Lines of CSV by RFC 4180, each with its CRLF; null is an empty cell. A cell that a spreadsheet would
 * run as a formula gets an apostrophe before it: names are whatever buyers have typed.
 */
export function formatCsv(rows: readonly (readonly (string | null)[])[]): string {
  return stringify([...rows], {
    record_delimiter: '\r\n',
    quoted_match: /[\r\n]/,
    cast: { string: (cell) => (BEGINS_FORMULA.test(cell) ? `'${cell}` : cell) },
  });
}
