/** What a spreadsheet takes for the beginning of a formula. Source: https://owasp.org/www-community/attacks/CSV_Injection */
const BEGINS_FORMULA = /^([=+@\t\r\n]|-(?![\w-]*$))/;

const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One line of CSV by RFC 4180, with its CRLF; null is an empty cell. A cell that a spreadsheet would
 * run as a formula gets an apostrophe before it: names are whatever buyers have typed. An id may begin
 * with a hyphen, and stays as it is: without an operator or a bracket it runs nothing.
 */
export const csvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => quoted(harmless(cell ?? ''))).join(',')}\r\n`;

const harmless = (cell: string): string => (BEGINS_FORMULA.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string =>
  NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
