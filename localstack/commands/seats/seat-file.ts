import { readFile } from 'node:fs/promises';
import { CommandError } from '@willcall/cli';
import { MAX_SEATS, SeatId } from '@willcall/contracts';
import { parse } from 'csv-parse/sync';

/** Wrong lines to report. If there are more, the whole file is wrong. */
const MOST_REPORTED = 20;

/**
 * Reads the seats in a file, in file order.
 *
 * @throws CommandError if the file cannot be read, or has wrong lines; it names each line
 */
export async function readSeatFile(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read.`, { code: 'BAD_SETTING', cause });
  });
  const { seatIds, wrong } = parseSeats(text);
  if (wrong.length > 0)
    throw new CommandError(
      `No seats were sent, because ${file} has errors. ${formatWrongLines(wrong)}`,
    );
  if (seatIds.length === 0) throw new CommandError(`${file} contains no seats.`);
  if (seatIds.length > MAX_SEATS) {
    throw new CommandError(
      `${file} contains ${seatIds.length} seats, but a show has at most ${MAX_SEATS}.`,
    );
  }
  return seatIds;
}

export type ParsedSeats = {
  readonly seatIds: string[];
  /** The problem and its line, e.g. `Line 7 repeats the seat of line 3`. Never contains a value. */
  readonly wrong: readonly string[];
};

/**
 * Reads one column of seat ids. The header `seat`, quotes, a byte order mark and empty lines are
 * optional, and any line ending works.
 */
export function parseSeats(text: string): ParsedSeats {
  const lineOf = new Map<string, number>();
  const wrong: string[] = [];
  let last = 0;
  let isFirst = true;
  const judge = (fields: readonly string[], line: number): void => {
    last = line;
    const [value = '', ...others] = fields;
    if (value === '' && others.length === 0) return;
    const isHeader = isFirst && others.length === 0 && value.toLowerCase() === 'seat';
    isFirst = false;
    if (isHeader) return;
    const before = lineOf.get(value);
    if (others.length > 0 || !SeatId.safeParse(value).success) {
      wrong.push(`Line ${line} is not a valid seat id`);
    } else if (before !== undefined) {
      wrong.push(`Line ${line} repeats the seat of line ${before}`);
    } else {
      lineOf.set(value, line);
    }
  };
  parse(text, {
    bom: true,
    trim: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    // Invalid content makes a line wrong, but reading goes on.
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_record: (fields: string[], { lines }) => {
      judge(fields, lines);
      return null;
    },
    // The parser notices an unclosed quote at the end of the file.
    on_skip: () => {
      judge(['"'], last + 1);
      return undefined;
    },
  });
  return { seatIds: [...lineOf.keys()], wrong };
}

const formatWrongLines = (wrong: readonly string[]): string => {
  const rest = wrong.length - MOST_REPORTED;
  const lines = `${wrong.slice(0, MOST_REPORTED).join('. ')}.`;
  return rest > 0 ? `${lines} And ${rest} more.` : lines;
};
