/**
 * The value that `percent` of the values do not exceed, by the nearest-rank method: always one of the
 * values, never between two. Undefined without any.
 */
export const percentile = (values: readonly number[], percent: number): number | undefined => {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  return values.toSorted((a, b) => a - b)[rank - 1];
};
