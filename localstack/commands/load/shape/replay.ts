import { BadSettingError } from '../../../aws/local-aws-error.ts';
import type { ShapeOptions } from '../options.ts';
import { payingBuyers } from './behaviour.ts';
import type { LoadShape } from './load-shape.ts';
import { spread } from './spread.ts';

/**
 * A real on-sale's shape, as far as it is known: 134 requests in the peak second, and gone in 13
 * seconds. Only these two numbers are measured. The seconds between them are ours: a peak in the
 * second second, when those who reloaded the page are through, and then what is left of the crowd.
 */
const UNTIL_GONE = [58, 134, 121, 103, 88, 75, 64, 55, 47, 40, 34, 29, 25] as const;

/** Who comes too late: refused, every one. */
const AFTERWARDS = [22, 19, 16, 14, 12, 10, 8] as const;

const PEAK = Math.max(...UNTIL_GONE);

/** A replay of that sale; `rate`: buyers in the peak second, the other seconds in proportion. */
export const replay = ({ tickets, rate, durationSeconds }: ShapeOptions): LoadShape => {
  if (durationSeconds !== undefined) {
    throw new BadSettingError('A replay takes the time that the sale took: leave out --duration.');
  }
  const shape = [...UNTIL_GONE, ...AFTERWARDS];
  const arrivals = rate === undefined ? shape : scaled(shape, rate / PEAK);
  const inTime = arrivals.slice(0, UNTIL_GONE.length).reduce<number>((a, b) => a + b, 0);
  return { tickets: tickets ?? Math.max(1, payingBuyers(inTime)), arrivals };
};

const scaled = (shape: readonly number[], factor: number): number[] => {
  const buyers = shape.reduce((a, b) => a + b, 0);
  return spread(Math.max(1, Math.round(buyers * factor)), shape);
};
