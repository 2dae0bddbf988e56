/** About as many lines as a chart of this height can carry. */
const LINES = 4;

/** 1, 2 or 5 times a power of ten: what a person reads at once. */
const STEPS = [1, 2, 5, 10];

/** Round numbers from 0 to at least the highest value, for the lines across a chart. */
export const gridLines = (highest: number): number[] => {
  if (highest <= 0) return [0, 1];
  const rough = highest / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough) ?? 1);
  const lines = Math.ceil(highest / step);
  // Multiplied anew each time: added up, tenths would drift.
  return Array.from({ length: lines + 1 }, (_, index) => Number((index * step).toPrecision(12)));
};
