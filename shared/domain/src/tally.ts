import type { DecidedStatus, RejectionReason } from '@willcall/contracts';

/** What was decided for one show in some time: counts that can be added up. */
export type Tally = {
  /** Purchases that got their tickets, and these tickets. */
  readonly confirmed: number;
  readonly tickets: number;
  /** Purchases whose tickets are held until they are paid. */
  readonly held: number;
  /** Those of `confirmed` that were held before: they had been decided then. */
  readonly paid: number;
  /** Purchases that were not paid in time. */
  readonly expired: number;
  readonly rejected: Readonly<Partial<Record<RejectionReason, number>>>;
  readonly failed: number;
  /** Purchases that were cancelled after they were held or confirmed, and the tickets that came back on sale. */
  readonly cancelled: number;
  readonly returned: number;
  /** Purchases that were cancelled before they were decided. */
  readonly withdrawn: number;
  /** How many decisions took how long: purchases by the step of their wait (`toWaitStep`). */
  readonly waits: Readonly<Record<string, number>>;
};

export const emptyTally: Tally = {
  ...{ confirmed: 0, tickets: 0, held: 0, paid: 0, expired: 0, rejected: {}, failed: 0 },
  ...{ cancelled: 0, returned: 0, withdrawn: 0, waits: {} },
};

/** A purchase as the tally sees it. Times are ISO 8601. */
export type TalliedPurchase = {
  readonly status: DecidedStatus;
  readonly quantity?: number | undefined;
  readonly reason?: RejectionReason | undefined;
  readonly requestedAt: string;
  readonly decidedAt: string;
};

/** Counts one change of a purchase. Undefined if the change decided and cancelled nothing. */
export function tallyDecision(
  before: TalliedPurchase | undefined,
  after: TalliedPurchase | undefined,
): Tally | undefined {
  if (after === undefined || after.status === before?.status) return undefined;
  const { quantity = 0, reason } = after;
  const waits = { [toWaitStep(Date.parse(after.decidedAt) - Date.parse(after.requestedAt))]: 1 };
  switch (after.status) {
    case 'HELD':
      return { ...emptyTally, held: 1, waits };
    case 'CONFIRMED':
      return before === undefined
        ? { ...emptyTally, confirmed: 1, tickets: quantity, waits }
        : { ...emptyTally, confirmed: 1, paid: 1, tickets: quantity };
    case 'EXPIRED':
      return { ...emptyTally, expired: 1, returned: quantity };
    case 'REJECTED':
      return { ...emptyTally, rejected: reason === undefined ? {} : { [reason]: 1 }, waits };
    case 'FAILED':
      return { ...emptyTally, failed: 1, waits };
    case 'CANCELLED':
      return before === undefined
        ? { ...emptyTally, withdrawn: 1 }
        : { ...emptyTally, cancelled: 1, returned: quantity };
  }
}

/** Adds up tallies. The order does not matter. */
export function addTallies(tallies: Iterable<Tally>): Tally {
  const sum = {
    ...{ confirmed: 0, tickets: 0, held: 0, paid: 0, expired: 0 },
    ...{ failed: 0, cancelled: 0, returned: 0, withdrawn: 0 },
  };
  const rejected: Partial<Record<RejectionReason, number>> = {};
  const waits: Record<string, number> = {};
  for (const tally of tallies) {
    for (const count of Object.keys(sum) as (keyof typeof sum)[]) sum[count] += tally[count];
    addCounts(rejected, tally.rejected);
    addCounts(waits, tally.waits);
  }
  return { ...sum, rejected, waits };
}

function addCounts<Name extends string>(
  sums: Partial<Record<Name, number>>,
  counts: Readonly<Partial<Record<Name, number>>>,
): void {
  for (const [name, count] of Object.entries(counts) as [Name, number][]) {
    sums[name] = (sums[name] ?? 0) + count;
  }
}

/** The refused purchases of a tally, whatever the reason. */
export const countRejected = ({ rejected }: Tally): number =>
  Object.values(rejected).reduce((sum, count) => sum + count, 0);

/** The purchases of a tally that were decided, or need no decision any more. */
export const countDecided = (tally: Tally): number =>
  tally.held + tally.confirmed - tally.paid + countRejected(tally) + tally.failed + tally.withdrawn;

/*
 * The steps of a wait: ten for each power of ten, from 10 ms to the 14 days after which nothing is undecided.
 * Each limit is 26 % above the one before (the preferred numbers of ISO 3, R10), so that a percentile is at
 * most that much too long, however short or long the waits are, and counts of any time and place can be added.
 *
 *     step 0: up to 10 ms ── 1: 13 ── 2: 16 ── … ── 10: 100 ── … ── 20: 1 s ── … ── 81: 14.6 days
 */

const STEPS_PER_POWER = 10;
const FIRST_LIMIT_MS = 10;

/** The number of steps. */
export const WAIT_STEPS = 82;

/** The longest wait of each step in milliseconds. */
const waitLimitsMs = Array.from({ length: WAIT_STEPS }, (_, step) =>
  Math.round(FIRST_LIMIT_MS * 10 ** (step / STEPS_PER_POWER)),
);

/** The step of a wait. A clock that is behind makes a wait negative: it is the shortest. */
const toWaitStep = (waitMs: number): number => {
  const step = waitLimitsMs.findIndex((limit) => waitMs <= limit);
  return step === -1 ? WAIT_STEPS - 1 : step;
};

/**
 * The time in milliseconds within which a share of the decisions were made: the limit of their step.
 * Undefined without a decision.
 *
 * @param share above 0, up to 1: 0.99 for p99.
 */
export function readWaitPercentile(waits: Tally['waits'], share: number): number | undefined {
  const total = Object.values(waits).reduce((sum, count) => sum + count, 0);
  let passed = 0;
  for (const [step, limit] of waitLimitsMs.entries()) {
    passed += waits[step] ?? 0;
    if (passed > 0 && passed >= share * total) return limit;
  }
  return undefined;
}
