import { readFile } from 'node:fs/promises';
import { CommandError } from '@willcall/cli';
import { MAX_SEATS } from '@willcall/contracts';
import {
  parseSeats,
  type SeatFileNote,
  type SeatFileOptions,
  type WrongLine,
} from '@willcall/domain/seat-file';

/** Lines to report. If there are more, the whole file is wrong. */
const MOST_REPORTED = 20;

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
  const { seatIds, wrong, notes } = parseSeats(text, options);
  if (wrong.length > 0) {
    const hasHeaders = wrong.some(({ kind }) => kind === 'MAYBE_HEADER');
    const advice = hasHeaders ? ` ${HEADER_ADVICE}` : '';
    throw new CommandError(
      `No seats were sent, because ${file} has errors. ${formatLines(wrong.map(formatWrongLine))}${advice}`,
    );
  }
  if (seatIds.length === 0) throw new CommandError(`${file} contains no seats.`);
  if (seatIds.length > MAX_SEATS) {
    throw new CommandError(
      `${file} contains ${seatIds.length} seats, but a show has at most ${MAX_SEATS}.`,
    );
  }
  return { seatIds, notes: notes.length === 0 ? [] : [formatLines(notes.map(formatNote))] };
}

const HEADER_ADVICE = 'Delete the headers, or add --no-header if every line is a seat.';

function formatWrongLine(wrong: WrongLine): string {
  switch (wrong.kind) {
    case 'NO_SEAT_ID':
      return `Line ${wrong.line} is not a valid seat id`;
    case 'MAYBE_HEADER':
      return `Line ${wrong.line} may be a header`;
    case 'REPEATED':
      return `Line ${wrong.line} repeats the seat of line ${wrong.firstLine}`;
  }
}

function formatNote(note: SeatFileNote): string {
  switch (note.kind) {
    case 'HEADER':
      return `Line ${note.line} is taken as the header`;
    case 'ALIKE':
      return `Lines ${note.firstLine} and ${note.line} differ only by leading zeros or case`;
  }
}

const formatLines = (all: readonly string[]): string => {
  const rest = all.length - MOST_REPORTED;
  const lines = `${all.slice(0, MOST_REPORTED).join('. ')}.`;
  return rest > 0 ? `${lines} And ${rest} more.` : lines;
};
