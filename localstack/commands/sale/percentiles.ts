/** Whole milliseconds. Null if nothing was measured. */
export type Percentiles = Readonly<Record<'p50' | 'p95' | 'p99', number | null>>;

/** The three percentiles for every latency. */
export const computePercentiles = (milliseconds: readonly number[]): Percentiles => {
  const at = (percent: number): number | null => {
    const value = computePercentile(milliseconds, percent);
    return value === undefined ? null : Math.round(value);
  };
  return { p50: at(50), p95: at(95), p99: at(99) };
};

/**
 * Computes a percentile by the nearest-rank method. The result is always one of the values.
 * Undefined if there are no values.
 */
export const computePercentile = (
  values: readonly number[],
  percent: number,
): number | undefined => {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  return values.toSorted((a, b) => a - b)[rank - 1];
};
