import type { LoadCast } from '../contract/cast.ts';
import { behaviourOf } from '../shape/behaviour.ts';

/** The buyer with this place in the line, from 0. */
export const buyerName = (index: number): string => `load-buyer-${index + 1}`;

/**
 * Who buys, in the order in which they come. Where there are fewer tokens than buyers they take
 * turns; each has a key of their own, so that all are purchases of their own.
 */
export const castBuyers = (
  showId: string,
  buyers: number,
  tokens: readonly string[],
  runId: string,
): LoadCast => ({
  showId,
  buyers: Array.from({ length: buyers }, (_, index) => ({
    name: buyerName(index),
    token: tokens[index % tokens.length] ?? '',
    idempotencyKey: `load-${runId}-${index + 1}`,
    behaviour: behaviourOf(index),
  })),
});
