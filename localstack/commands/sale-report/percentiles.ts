import { percentile } from './percentile.ts';

/** Whole milliseconds; null where nothing was measured. */
export type Percentiles = Readonly<Record<'p50' | 'p95' | 'p99', number | null>>;

/** The three percentiles that every latency is reported by. */
export const percentiles = (milliseconds: readonly number[]): Percentiles => {
  const at = (percent: number): number | null => {
    const value = percentile(milliseconds, percent);
    return value === undefined ? null : Math.round(value);
  };
  return { p50: at(50), p95: at(95), p99: at(99) };
};
