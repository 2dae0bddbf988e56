import type { Money, SeatResource } from '@willcall/client';
import { known } from '@willcall/contracts';

/** A seat with its place in the house. */
export type PlacedSeat = {
  readonly seatId: string;
  readonly row: string;
  readonly number: string;
  /** The line of its row, from the stage. */
  readonly line: number;
  /** Its place in the row, from the left. */
  readonly column: number;
};

export type House = {
  readonly seats: readonly PlacedSeat[];
  readonly rows: readonly string[];
  readonly columns: number;
  /** The seat at a line and a column. */
  find(line: number, column: number): PlacedSeat | undefined;
};

/** Whether each seat is free, which changes during the sale, and its price when the house was read. */
export type SeatStates = ReadonlyMap<string, { readonly isFree: boolean; readonly price: Money }>;

/** A house, what is free in it, and what the buyer has chosen. */
export type SeatSelection = {
  readonly house: House;
  readonly states: SeatStates;
  readonly chosen: readonly string[];
};

const byNumber = new Intl.Collator('en', { numeric: true });

/**
 * Places seats by their ids: digits at the end are the number, and what stands before them is the row, such
 * as in `A12`, `1-A9` or `BALCONY-3`. Seats with the same distance in number stand below each other, so gaps in
 * a row stay gaps.
 */
export function placeSeats(seatIds: readonly string[]): House {
  const named = seatIds.map((seatId) => ({ seatId, ...splitSeatId(seatId) }));
  const rows = [...new Set(named.map(({ row }) => row))].sort(byNumber.compare);
  const lines = new Map(rows.map((row, line) => [row, line]));
  const numbers = named.map(({ number }) => Number(number)).filter(Number.isSafeInteger);
  const first = numbers.reduce((least, number) => Math.min(least, number), Number.MAX_SAFE_INTEGER);
  const last = numbers.reduce((most, number) => Math.max(most, number), 0);
  // Numbers that are far apart, such as 101 to 140 and 2001 to 2040, leave no gaps.
  const isDense = last - first < WIDEST_ROW;
  const taken = new Map<string, PlacedSeat>();
  const next = new Array<number>(rows.length).fill(0);
  for (const { seatId, row, number } of named.sort((a, b) =>
    byNumber.compare(a.seatId, b.seatId),
  )) {
    const line = known(lines.get(row), 'line of a row');
    const wanted = isDense && number !== '' ? Number(number) - first : (next[line] ?? 0);
    let column = wanted;
    // `A1` and `A01` have the same number.
    while (taken.has(`${line} ${column}`)) column += 1;
    next[line] = column + 1;
    taken.set(`${line} ${column}`, { seatId, row, number, line, column });
  }
  const seats = [...taken.values()];
  return {
    seats,
    rows,
    columns: seats.reduce((most, { column }) => Math.max(most, column + 1), 0),
    find: (line, column) => taken.get(`${line} ${column}`),
  };
}

/** Seats in a row. Wider houses have numbers that do not begin anew with each row. */
const WIDEST_ROW = 400;

function splitSeatId(seatId: string): { readonly row: string; readonly number: string } {
  const [, row = '', number = ''] = /^(.*?)-?(\d*)$/.exec(seatId) ?? [];
  return { row, number };
}

/** The same seats at the same prices, with what is taken now. */
export const markTaken = (states: SeatStates, taken: readonly string[]): SeatStates => {
  const isTaken = new Set(taken);
  return new Map(
    [...states].map(([seatId, { price }]) => [seatId, { isFree: !isTaken.has(seatId), price }]),
  );
};

/** The states of seats as the API lists them. */
export const toStates = (seats: Iterable<SeatResource>): SeatStates =>
  new Map(
    [...seats].map(({ seatId, state, price }) => [seatId, { isFree: state === 'FREE', price }]),
  );
