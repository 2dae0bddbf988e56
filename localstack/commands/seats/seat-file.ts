import { readFile } from 'node:fs/promises';
import { CommandError } from '@willcall/cli';
import { MAX_SEATS, SeatId } from '@willcall/contracts';
import { parse } from 'csv-parse/sync';

/** Wrong lines to report. A file with more has a different problem. */
const MOST_REPORTED = 20;

/**
 * The seats of a file, in its order.
 *
 * @throws CommandError when it cannot be read, and naming every wrong line
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
  /** What is wrong in which line, e.g. `Line 7 repeats the seat of line 3`. No value is repeated. */
  readonly wrong: readonly string[];
};

/**
 * Reads one column of seat ids: a header `seat` or none, lines that end in any way, ids in quotes or
 * not, a byte order mark, empty lines.
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
    // Whatever a line holds, it is one of the wrong lines and not the end.
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_record: (fields: string[], { lines }) => {
      judge(fields, lines);
      return null;
    },
    // A quote that does not end is noticed at the end of the file.
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
