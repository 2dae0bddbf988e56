import { SeatId } from '@willcall/contracts';
import { parse } from 'csv-parse/sync';
import { findPossibleHeaders, isSeatHeader } from './header-line.ts';

/** How to read a seat file. */
export type SeatFileOptions = {
  /** False: every line is a seat, whatever it looks like. */
  readonly mayHaveHeaders: boolean;
};

/** What is wrong with a line. It never contains a value. */
export type WrongLine = { readonly line: number } & (
  | { readonly kind: 'NO_SEAT_ID' | 'MAYBE_HEADER' }
  | { readonly kind: 'REPEATED'; readonly firstLine: number }
);

/** What is not wrong but may be a mistake. It never contains a value. */
export type SeatFileNote =
  | { readonly kind: 'HEADER'; readonly line: number }
  /** Two seats differ only by leading zeros or case. */
  | { readonly kind: 'ALIKE'; readonly firstLine: number; readonly line: number };

export type ParsedSeats = {
  /** The valid seats, in file order. */
  readonly seatIds: readonly string[];
  readonly wrong: readonly WrongLine[];
  readonly notes: readonly SeatFileNote[];
};

/** A line of the file with content. */
type Line = { readonly line: number; readonly value: string; readonly isOneSeat: boolean };

/**
 * Reads one column of seat ids. A header, quotes, a byte order mark and empty lines are optional, and
 * any line ending works. Seats that differ only by leading zeros or case are noted.
 */
export function parseSeats(text: string, { mayHaveHeaders }: SeatFileOptions): ParsedSeats {
  const lines = readLines(text);
  const notes: SeatFileNote[] = [];
  const [first] = lines;
  const hasHeader = mayHaveHeaders && first !== undefined && isSeatHeader(first.value);
  const seats = hasHeader ? lines.slice(1) : lines;
  if (hasHeader && first.value.toLowerCase() !== 'seat') {
    notes.push({ kind: 'HEADER', line: first.line });
  }
  const valid = seats.filter(({ isOneSeat }) => isOneSeat);
  const possible = mayHaveHeaders
    ? findPossibleHeaders(valid.map(({ value }) => value))
    : new Set<number>();
  const headers = new Set(valid.filter((_, index) => possible.has(index)));

  const lineOf = new Map<string, number>();
  const alikeOf = new Map<string, number>();
  const wrong: WrongLine[] = [];
  for (const seat of seats) {
    const { line, value } = seat;
    const firstLine = lineOf.get(value);
    if (!seat.isOneSeat) {
      wrong.push({ line, kind: 'NO_SEAT_ID' });
    } else if (headers.has(seat)) {
      wrong.push({ line, kind: 'MAYBE_HEADER' });
    } else if (firstLine !== undefined) {
      wrong.push({ line, kind: 'REPEATED', firstLine });
    } else {
      lineOf.set(value, line);
      const alike = alikeOf.get(withoutZeros(value));
      if (alike === undefined) alikeOf.set(withoutZeros(value), line);
      else notes.push({ kind: 'ALIKE', firstLine: alike, line });
    }
  }
  return { seatIds: [...lineOf.keys()], wrong, notes };
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
