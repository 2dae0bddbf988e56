import { readFile } from 'node:fs/promises';
import { CommandError } from '@willcall/cli';
import { MAX_SEATS, SeatId } from '@willcall/contracts';
import { parse } from 'csv-parse/sync';
import { findPossibleHeaders, isSeatHeader } from './header-line.ts';

/** Lines to report. If there are more, the whole file is wrong. */
const MOST_REPORTED = 20;

/** How to read a seat file. */
export type SeatFileOptions = {
  /** False: every line is a seat, whatever it looks like. */
  readonly mayHaveHeaders: boolean;
};

/** The seats of a file, and what its reader should know. */
export type SeatFile = {
  readonly seatIds: readonly string[];
  /** One sentence each. */
  readonly notes: readonly string[];
};

/**
 * Reads the seats in a file, in file order.
 *
 * @throws CommandError if the file cannot be read, or has wrong lines; it names each line
 */
export async function readSeatFile(file: string, options: SeatFileOptions): Promise<SeatFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read.`, { code: 'BAD_SETTING', cause });
  });
  const { seatIds, wrong, headers, notes } = parseSeats(text, options);
  if (wrong.length > 0) {
    const advice = headers ? ` ${HEADER_ADVICE}` : '';
    throw new CommandError(
      `No seats were sent, because ${file} has errors. ${formatLines(wrong)}${advice}`,
    );
  }
  if (seatIds.length === 0) throw new CommandError(`${file} contains no seats.`);
  if (seatIds.length > MAX_SEATS) {
    throw new CommandError(
      `${file} contains ${seatIds.length} seats, but a show has at most ${MAX_SEATS}.`,
    );
  }
  return { seatIds, notes: notes.length === 0 ? [] : [formatLines(notes)] };
}

const HEADER_ADVICE = 'Delete the headers, or add --no-header if every line is a seat.';

export type ParsedSeats = {
  readonly seatIds: string[];
  /** The problem and its line, e.g. `Line 7 repeats the seat of line 3`. Never contains a value. */
  readonly wrong: readonly string[];
  /** Whether a wrong line may be a header. */
  readonly headers: boolean;
  /** What is not wrong but may be a mistake, with its lines. Never contains a value. */
  readonly notes: readonly string[];
};

/** A line of the file with content. */
type Line = { readonly line: number; readonly value: string; readonly isOneSeat: boolean };

/**
 * Reads one column of seat ids. A header, quotes, a byte order mark and empty lines are optional, and
 * any line ending works. Seats that differ only by leading zeros or case are noted.
 */
export function parseSeats(text: string, { mayHaveHeaders }: SeatFileOptions): ParsedSeats {
  const lines = readLines(text);
  const notes: string[] = [];
  const [first] = lines;
  const hasHeader = mayHaveHeaders && first !== undefined && isSeatHeader(first.value);
  const seats = hasHeader ? lines.slice(1) : lines;
  if (hasHeader && first.value.toLowerCase() !== 'seat') {
    notes.push(`Line ${first.line} is taken as the header`);
  }
  const valid = seats.filter(({ isOneSeat }) => isOneSeat);
  const possible = mayHaveHeaders
    ? findPossibleHeaders(valid.map(({ value }) => value))
    : new Set<number>();
  const headers = new Set(valid.filter((_, index) => possible.has(index)));

  const lineOf = new Map<string, number>();
  const alikeOf = new Map<string, number>();
  const wrong: string[] = [];
  for (const seat of seats) {
    const { line, value } = seat;
    const before = lineOf.get(value);
    if (!seat.isOneSeat) {
      wrong.push(`Line ${line} is not a valid seat id`);
    } else if (headers.has(seat)) {
      wrong.push(`Line ${line} may be a header`);
    } else if (before !== undefined) {
      wrong.push(`Line ${line} repeats the seat of line ${before}`);
    } else {
      lineOf.set(value, line);
      const alike = alikeOf.get(withoutZeros(value));
      if (alike === undefined) alikeOf.set(withoutZeros(value), line);
      else notes.push(`Lines ${alike} and ${line} differ only by leading zeros or case`);
    }
  }
  return { seatIds: [...lineOf.keys()], wrong, headers: headers.size > 0, notes };
}

/** A seat id without the leading zeros of its numbers, in lower case. */
const withoutZeros = (seatId: string): string =>
  seatId.replace(/(?<!\d)0+(?=\d)/g, '').toLowerCase();

function readLines(text: string): Line[] {
  const read: Line[] = [];
  let last = 0;
  const add = (fields: readonly string[], line: number): void => {
    last = line;
    const [value = '', ...others] = fields;
    if (value === '' && others.length === 0) return;
    const isOneSeat = others.length === 0 && SeatId.safeParse(value).success;
    read.push({ line, value: others.length === 0 ? value : '', isOneSeat });
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
      add(fields, lines);
      return null;
    },
    // The parser notices an unclosed quote at the end of the file.
    on_skip: () => {
      add(['"'], last + 1);
      return undefined;
    },
  });
  return read;
}

const formatLines = (all: readonly string[]): string => {
  const rest = all.length - MOST_REPORTED;
  const lines = `${all.slice(0, MOST_REPORTED).join('. ')}.`;
  return rest > 0 ? `${lines} And ${rest} more.` : lines;
};
