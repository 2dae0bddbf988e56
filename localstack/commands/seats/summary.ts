import type { Cleared } from './clear-house.ts';
import type { Filled } from './fill-house.ts';

const seats = (number: number): string => `${number} ${number === 1 ? 'seat' : 'seats'}`;

const interrupted = (done: number, of: number): string =>
  done === of ? '' : ` Interrupted after ${done} of ${of}: run it again, and it goes on.`;

/** A line on what was added. */
export const filledSummary = ({ added, existing, capacity }: Filled, of: number): string[] => {
  const house = capacity === undefined ? '' : ` The show has ${seats(capacity)}.`;
  const before = `${existing} ${existing === 1 ? 'was' : 'were'} there before`;
  return [`Added ${seats(added)}, ${before}.${house}${interrupted(added + existing, of)}`];
};

/** A line on what was removed, and one on what is sold. */
export const clearedSummary = ({ removed, sold, missing }: Cleared, of: number): string[] => {
  const done = removed + sold.length + missing;
  const others = `${sold.length} sold, ${missing} not there`;
  return [
    `Removed ${seats(removed)}, ${others}.${interrupted(done, of)}`,
    ...(sold.length === 0 ? [] : [`Sold, and left as they are: ${sold.join(' ')}`]),
  ];
};
