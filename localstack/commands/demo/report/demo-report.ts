import type { ShowAudit } from '@willcall/store';
import { findFaults } from '../../sale-report/find-faults.ts';
import { type Percentiles, percentiles } from '../../sale-report/percentiles.ts';
import { type Tally, tally } from '../../sale-report/tally.ts';
import type { DemoOptions } from '../options.ts';
import type { Sale } from '../sale/sell.ts';

/** A demo's outcome: what `--json` prints. */
export type DemoReport = Pick<DemoOptions, 'tickets' | 'buyers' | 'quantity'> & {
  /** Of a mixture. */
  readonly seed: number | null;
  readonly told: Tally;
  /** Measured by the buyers: from asking to the 202. */
  readonly acceptLatencyMs: Percentiles;
  /** By the records: `decidedAt − requestedAt`. */
  readonly timeToDecisionMs: Percentiles;
  /** Seconds from the first request to the last confirmation; null when nothing was sold. */
  readonly sellingSeconds: number | null;
  readonly ticketsSoldPerSecond: number | null;
  readonly audit: ShowAudit;
  readonly faults: readonly string[];
  /** The audit holds and there is no fault. */
  readonly ok: boolean;
};

const MS_PER_SECOND = 1_000;

export const demoReport = (
  { tickets, buyers, quantity, seed }: DemoOptions,
  { stories, startedAt }: Sale,
  audit: ShowAudit,
): DemoReport => {
  const told = tally(stories);
  const faults = findFaults(told, audit);
  const decisions = stories.flatMap(({ end }) => (end.kind === 'decided' ? [end.decision] : []));
  const confirmedAt = decisions.flatMap(({ status, decidedAt }) =>
    status === 'CONFIRMED' ? [Date.parse(decidedAt)] : [],
  );
  const sellingSeconds =
    confirmedAt.length === 0
      ? null
      : (Math.max(...confirmedAt) - startedAt.getTime()) / MS_PER_SECOND;
  return {
    tickets,
    buyers,
    quantity,
    seed: quantity === 'mixed' ? seed : null,
    told,
    acceptLatencyMs: percentiles(stories.flatMap(({ acceptMs }) => acceptMs ?? [])),
    timeToDecisionMs: percentiles(
      decisions.map(
        ({ requestedAt, decidedAt }) => Date.parse(decidedAt) - Date.parse(requestedAt),
      ),
    ),
    sellingSeconds,
    ticketsSoldPerSecond: sellingSeconds === null ? null : told.soldTickets / sellingSeconds,
    audit,
    faults,
    ok: audit.holds && faults.length === 0,
  };
};
