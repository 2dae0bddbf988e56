import { stringify } from 'csv-stringify/browser/esm/sync';

/**
 * Characters that start a formula, also in the wide and small forms that spreadsheets read alike.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = String.raw`[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫]`;

/** Characters that a spreadsheet may drop before a formula: spaces, invisible ones and quotes. */
const DROPPED = String.raw`[\s\p{Cf}\p{M}\u115F\u1160\u2800\u3164\uFFA0"']`;

/** A formula behind dropped characters. csv-stringify looks at the first character only. */
const BEGINS_HIDDEN = new RegExp(
  String.raw`^(?![\t\r])(?=\n|[﹦﹢﹣﹫]|${DROPPED}+${FORMULA})`,
  'u',
);

/** A formula behind a separator, for a reader that splits at another separator than the comma. */
const BEHIND_SEPARATOR = new RegExp(String.raw`([,;\t\r\n])(?=${DROPPED}*${FORMULA})`, 'gu');

/**
 * Puts an apostrophe in front of every formula in a text that `escape_formulas` does not find, so
 * that neither a comma nor a semicolon as separator makes it the start of a cell.
 */
const disarm = (text: string): string =>
  text.replace(BEHIND_SEPARATOR, "$1'").replace(BEGINS_HIDDEN, "'");

/** The columns of a CSV file, and those that hold text of people. The others are computed. */
export type CsvColumns<Column extends string> = {
  readonly all: readonly Column[];
  readonly ofPeople: readonly Column[];
};

/**
 * Formats CSV by RFC 4180. Each line ends with CRLF, and null is an empty cell. No cell with text
 * of people is a formula to a spreadsheet. Computed ids stay as they are: one that begins with a
 * hyphen has no operator or bracket, and runs nothing.
 */
export const formatCsv = <Column extends string>(
  rows: readonly Readonly<Record<Column, string | null>>[],
  { all, ofPeople }: CsvColumns<Column>,
  { header = false, bom = false }: { readonly header?: boolean; readonly bom?: boolean } = {},
): string =>
  stringify([...rows], {
    bom,
    header,
    columns: [...all],
    record_delimiter: '\r\n',
    quoted_match: /[\r\n]/,
    cast: {
      string: (cell, { column }) =>
        ofPeople.some((name) => name === column)
          ? { value: disarm(cell), escape_formulas: true }
          : cell,
    },
  });
