import { percentile } from '../../../sale/percentiles.ts';
import { byInterval, type Intervals, type Moment, type Series } from './time-series.ts';

/** How many a second. */
export const perSecond = (
  name: string,
  moments: readonly Moment[],
  intervals: Intervals,
): Series => ({
  name,
  values: byInterval(moments, intervals).map((some) => some.length / intervals.seconds),
});

/** The sum of all values until then. */
export const upTo = (name: string, moments: readonly Moment[], intervals: Intervals): Series => {
  let sum = 0;
  const values = byInterval(moments, intervals).map((some) => {
    for (const { value } of some) sum += value;
    return sum;
  });
  return { name, values };
};

/** The value that so many percent do not exceed. */
export const percentileOver = (
  percent: number,
  moments: readonly Moment[],
  intervals: Intervals,
): Series => ({
  name: `p${percent}`,
  values: byInterval(moments, intervals).map((some) => {
    const values = some.map(({ value }) => value);
    return percentile(values, percent) ?? null;
  }),
});
