import { WHICH_TABLES } from '../../cli/open-sale-store.ts';
import { ticketColumns } from './ticket.ts';

export const HELP = `Usage: npm run --silent tickets -- --show ID [options] > tickets.csv

Exports every ticket of a show, a line each, in no order:
${ticketColumns.join(', ')}.
The status is VALID or CANCELLED. Seats are those of reserved seating; the holder of an erased
purchase is empty. THE EXPORT HOLDS PERSONAL DATA: it goes to standard output and nowhere else.

  --show ID        which show
  --format csv     (default) by RFC 4180: UTF-8, a header line, lines that end with CRLF. A cell that a
                   spreadsheet would take for a formula (it begins with = + - @, a tab or a line
                   break) gets an apostrophe before it; an id that begins with a hyphen does not.
  --format jsonl   a JSON object a line, every value exactly as it is recorded: for scripts
  --status all     (default) cancelled tickets too
  --status valid   only those that are valid

Reads the whole Purchases table, 1 read unit for 4 KB and at most 1500 in a second, a few pages in
memory at a time. While a sale is going on, what is decided meanwhile may or may not be in it.

${WHICH_TABLES}`;
