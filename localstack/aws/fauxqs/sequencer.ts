/** AWS's have 18 hexadecimal digits or so; only their order means anything. */
const DIGITS = 18;

/** Room for this many events in a millisecond before the numbers run ahead of the clock. */
const PER_MILLISECOND = 1_024n;

/** Numbers that grow with each call, and over a restart, since they start with the time. */
export const sequencer = (now: () => number): (() => string) => {
  let last = 0n;
  return () => {
    const earliest = BigInt(now()) * PER_MILLISECOND;
    last = earliest > last ? earliest : last + 1n;
    return last.toString(16).toUpperCase().padStart(DIGITS, '0');
  };
};
