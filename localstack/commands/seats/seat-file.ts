import { readFile } from 'node:fs/promises';
import { MAX_SEATS, SeatId } from '@willcall/contracts';
import { BadSettingError } from '../../aws/local-aws-error.ts';

/** Wrong lines that are told of; who has more made another mistake. */
const MOST_TOLD = 20;

/**
 * The seats of a file, in its order.
 *
 * @throws BadSettingError when it cannot be read, and naming every wrong line
 */
export async function readSeatFile(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadSettingError(`${file} cannot be read.`, { cause });
  });
  const { seatIds, wrong } = parseSeats(text);
  if (wrong.length > 0) throw new BadSettingError(`${file} was not sent. ${told(wrong)}`);
  if (seatIds.length === 0) throw new BadSettingError(`${file} names no seats.`);
  if (seatIds.length > MAX_SEATS) {
    throw new BadSettingError(`${file} names ${seatIds.length} seats: a show has ${MAX_SEATS}.`);
  }
  return seatIds;
}

export type ParsedSeats = {
  readonly seatIds: string[];
  /** What is wrong in which line, e.g. `Line 7 names the seat of line 3 again`. No value is repeated. */
  readonly wrong: readonly string[];
};

/**
 * Reads one column of seat ids: a header `seat` or none, lines that end in any way, ids in quotes or
 * not, a byte order mark, empty lines. No id of a seat needs a comma or a quote, so nothing is escaped.
 */
export function parseSeats(text: string): ParsedSeats {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, value: unquoted(line) }))
    .filter(({ value }) => value !== '');
  const first = lines[0]?.value.toLowerCase();
  const named = first === 'seat' ? lines.slice(1) : lines;

  const lineOf = new Map<string, number>();
  const wrong: string[] = [];
  for (const { number, value } of named) {
    const before = lineOf.get(value);
    if (!SeatId.safeParse(value).success) wrong.push(`Line ${number} is not the id of a seat`);
    else if (before !== undefined)
      wrong.push(`Line ${number} names the seat of line ${before} again`);
    else lineOf.set(value, number);
  }
  return { seatIds: [...lineOf.keys()], wrong };
}

const unquoted = (line: string): string => /^"([^"]*)"$/.exec(line.trim())?.[1] ?? line.trim();

const told = (wrong: readonly string[]): string => {
  const rest = wrong.length - MOST_TOLD;
  const lines = `${wrong.slice(0, MOST_TOLD).join('. ')}.`;
  return rest > 0 ? `${lines} And ${rest} more.` : lines;
};
