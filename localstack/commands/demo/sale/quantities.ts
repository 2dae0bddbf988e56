import { MAX_TICKETS_PER_PURCHASE } from '@willcall/contracts';
import type { DemoOptions } from '../options.ts';

/** How many tickets each buyer asks for, in order; the same seed gives the same mixture. */
export const quantities = ({
  buyers,
  quantity,
  seed,
}: Pick<DemoOptions, 'buyers' | 'quantity' | 'seed'>): number[] => {
  const random = mulberry32(seed);
  return Array.from({ length: buyers }, () =>
    quantity === 'mixed' ? 1 + Math.floor(random() * MAX_TICKETS_PER_PURCHASE) : quantity,
  );
};

/** Numbers from 0 to below 1. Source: https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
const mulberry32 = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
