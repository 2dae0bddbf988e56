import { ApiError, type Client } from '@willcall/client/checked';
import { MAX_TICKETS_PER_PURCHASE } from '@willcall/contracts';
import type { BuyerOutcome, Decision } from '../sale/tally.ts';

/** The options of the command line. */
export type DemoOptions = {
  readonly tickets: number;
  readonly buyers: number;
  /** Tickets for each buyer. `mixed` means 1 to 8, from the seed. */
  readonly quantity: number | 'mixed';
  readonly seed: number;
  /** Seconds from the first request until the last buyer must have a decision. */
  readonly timeout: number;
  readonly json?: boolean;
};

export type Buyer = { readonly name: string; readonly token: string; readonly quantity: number };

export type SaleCounts = {
  readonly accepted: number;
  readonly decided: number;
  /** The number of tickets. */
  readonly sold: number;
};

export type Sale = {
  readonly showId: string;
  /** Wall-clock time, like the times in the records. */
  readonly startedAt: Date;
  readonly outcomes: readonly BuyerOutcome[];
};

/** Starts all buyers at once. Returns when each has a decision, or the signal ends it. */
export const sell = async (
  client: Client,
  showId: string,
  buyers: readonly Buyer[],
  onProgress: (counts: SaleCounts) => void,
  signal: AbortSignal,
): Promise<Sale> => {
  let counts: SaleCounts = { accepted: 0, decided: 0, sold: 0 };
  const count = (more: Partial<SaleCounts>) => {
    counts = { ...counts, ...more };
    onProgress(counts);
  };
  const startedAt = new Date();
  const events: BuyerEvents = {
    onAccepted: () => count({ accepted: counts.accepted + 1 }),
    onDecided: ({ status, quantity = 0 }) =>
      count({
        decided: counts.decided + 1,
        sold: counts.sold + (status === 'CONFIRMED' ? quantity : 0),
      }),
    onRefused: () => count({ decided: counts.decided + 1 }),
  };
  const outcomes = await Promise.all(
    buyers.map((buyer) => buy(client, showId, buyer, events, signal)),
  );
  return { showId, startedAt, outcomes };
};

type BuyerEvents = {
  readonly onAccepted: () => void;
  readonly onDecided: (decision: Decision) => void;
  readonly onRefused: () => void;
};

/** A test number that every payment provider knows. Nothing is ever charged. */
const TEST_CARD = '4242424242424242';
const YEARS_AHEAD = 2;

/** One buyer, from the first request until the purchase is decided or the signal ends the wait. */
const buy = async (
  client: Client,
  showId: string,
  { name, token, quantity }: Buyer,
  { onAccepted, onDecided, onRefused }: BuyerEvents,
  signal: AbortSignal,
): Promise<BuyerOutcome> => {
  const wantedAt = performance.now();
  const expiryYear = new Date().getUTCFullYear() + YEARS_AHEAD;
  let story: Omit<BuyerOutcome, 'end'> = { quantity };
  try {
    const decision = await client.buy(
      {
        showId,
        quantity,
        holder: { name, email: `${name}@example.com` },
        card: { number: TEST_CARD, expiryMonth: 12, expiryYear },
      },
      {
        // One purchase for each buyer and show.
        key: `demo-${showId}`,
        token,
        signal,
        onAccepted: ({ answerMs: acceptMs }) => {
          story = { ...story, acceptMs, acceptWaitMs: performance.now() - wantedAt };
          onAccepted();
        },
      },
    );
    onDecided(decision);
    const decisionWaitMs = performance.now() - wantedAt;
    return { ...story, decisionWaitMs, end: { kind: 'decided', decision } };
  } catch (error) {
    if (signal.aborted) return { ...story, end: { kind: 'undecided' } };
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 409 && error.code === 'SOLD_OUT') {
      onRefused();
      return { ...story, end: { kind: 'refused', reason: 'SOLD_OUT' } };
    }
    return { ...story, end: { kind: 'unexpected', answer: error.message } };
  }
};

/** The number of tickets for each buyer, in order. The same seed gives the same numbers. */
export const chooseQuantities = ({
  buyers,
  quantity,
  seed,
}: Pick<DemoOptions, 'buyers' | 'quantity' | 'seed'>): number[] => {
  const random = mulberry32(seed);
  return Array.from({ length: buyers }, () =>
    quantity === 'mixed' ? 1 + Math.floor(random() * MAX_TICKETS_PER_PURCHASE) : quantity,
  );
};

/**
 * Random numbers from 0 to below 1. Source:
 * https://github.com/bryc/code/blob/master/jshash/PRNGs.md
 */
export const mulberry32 = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
