import { MAX_SEATS } from '@willcall/contracts';
import { parseSeats, type WrongLine } from '@willcall/domain/seat-file';
import { formatCount } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';

/** Seats as an organiser types them or loads them from a file: one in each line. */
export type SeatList = {
  readonly text: string;
  /** Whether a line that looks like a header is a seat. */
  readonly hasNoHeader: boolean;
};

export const EMPTY_LIST: SeatList = { text: '', hasNoHeader: false };

export type ReadSeats = {
  readonly seatIds: readonly string[];
  /** A sentence for each wrong line, and for the whole list. */
  readonly errors: readonly string[];
  /** What is not wrong but may be a mistake. */
  readonly notes: readonly string[];
  /** Whether a line may be a header, so that somebody has to say. */
  readonly mayHaveHeader: boolean;
};

/** Sentences about lines. If there are more, the whole list is wrong. */
const MOST_SENTENCES = 20;

/** Reads the list as the command `willcall seats` reads its file. */
export function readSeatList({ text, hasNoHeader }: SeatList): ReadSeats {
  const texts = organiseTexts.seats;
  const { seatIds, wrong, notes } = parseSeats(text, { mayHaveHeaders: !hasNoHeader });
  const tooMany = seatIds.length > MAX_SEATS ? [texts.tooMany(formatCount(MAX_SEATS))] : [];
  return {
    seatIds,
    errors: [...tooMany, ...shorten(wrong.map(sayWrongLine))],
    notes: shorten(
      notes.map((note) =>
        note.kind === 'HEADER'
          ? texts.headerTaken(note.line)
          : texts.alike(note.firstLine, note.line),
      ),
    ),
    mayHaveHeader: hasNoHeader || wrong.some(({ kind }) => kind === 'MAYBE_HEADER'),
  };
}

function sayWrongLine(wrong: WrongLine): string {
  const texts = organiseTexts.seats;
  switch (wrong.kind) {
    case 'NO_SEAT_ID':
      return texts.noSeatId(wrong.line);
    case 'MAYBE_HEADER':
      return texts.maybeHeader(wrong.line);
    case 'REPEATED':
      return texts.repeated(wrong.line, wrong.firstLine);
  }
}

const shorten = (sentences: readonly string[]): readonly string[] => {
  const rest = sentences.length - MOST_SENTENCES;
  if (rest <= 0) return sentences;
  return [...sentences.slice(0, MOST_SENTENCES), organiseTexts.seats.andMore(formatCount(rest))];
};
