/** Between these bounds is what must be added to this device's clock to get the server's, in milliseconds. */
type Bounds = { readonly low: number; readonly high: number };

/** The `Date` header has whole seconds. */
const RESOLUTION_MS = 1_000;

/**
 * Follows the server's clock by the `Date` headers of its answers: the server wrote the header between the
 * request and the answer, so each answer narrows the bounds of the difference.
 */
export function createServerClock(now: () => number = Date.now) {
  let bounds: Bounds | undefined;
  return {
    /** Learns from an answer. `sentAt` and `receivedAt` are times of this device. */
    observe(header: string | null, sentAt: number, receivedAt: number): void {
      if (header === null) return;
      const date = Date.parse(header);
      if (Number.isNaN(date)) return;
      const seen = { low: date - receivedAt, high: date + RESOLUTION_MS - sentAt };
      const both = {
        low: Math.max(seen.low, bounds?.low ?? seen.low),
        high: Math.min(seen.high, bounds?.high ?? seen.high),
      };
      // If they contradict each other, a clock was set: the latest answer counts.
      bounds = both.low <= both.high ? both : seen;
    },
    /** The server's time in milliseconds, or this device's until the first answer. */
    now: (): number => now() + (bounds === undefined ? 0 : (bounds.low + bounds.high) / 2),
  };
}
