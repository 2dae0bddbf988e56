import { type Allocation, allocate, type SeenStock } from './allocate.ts';
import { bucketCount } from './buckets.ts';
import { spread } from './spread.ts';

export type Resize = {
  /** How many tickets more the show is to have; fewer when below zero. */
  readonly difference: number;
  readonly seen: SeenStock;
  /** The most buckets to add to: a transaction over few of them meets few sales. */
  readonly widest: number;
  /** As Math.random: from 0 up to 1. */
  readonly random: () => number;
};

/**
 * Where the tickets of a changed capacity are added to the stock, or taken from it. Additions go to
 * as many buckets as a house of their number would have, to the emptiest ones; what is taken comes
 * from as few as hold it. Undefined when fewer are left than are to be taken.
 */
export function resizeStock({
  difference,
  seen,
  widest,
  random,
}: Resize): readonly Allocation[] | undefined {
  if (difference >= 0) {
    return spread(difference, seen, bucketCount(difference, Math.min(widest, seen.length)));
  }
  const taken = -difference;
  if (seen.reduce((sum, available) => sum + available, 0) < taken) return undefined;
  // The fullest bucket is the one that workers need least.
  return allocate(taken, seen, seen.indexOf(Math.max(...seen)), random);
}
