import {
  type BoundShare,
  type CancellationResult,
  type Conflicts,
  conflictRate,
  nameBottleneck,
} from '@willcall/infra/model';
import { format, type ModelReport } from './model-report.ts';

/** Formats a report for a terminal. */
export function formatModel(report: ModelReport): string {
  const { plan, limits, result, cost, raise, sweep, cancellation } = report;
  const { sale } = plan;
  const bound = (shares: readonly BoundShare[]) =>
    shares
      .filter(({ share }) => share >= 0.005)
      .map(({ bottleneck, share }) => `  ${percent(share)}  ${nameBottleneck(bottleneck, limits)}`);
  return [
    `${format(sale.buyers)} buyers come within ${format(sale.withinSeconds)} s for ${format(sale.tickets)} tickets, ${sale.ticketsEach} each. Stage ${plan.stage}, ${plan.region}, ${result.shards} stock shards.`,
    '',
    `sold out after           ${seconds(result.soldOutAfter, 'not sold out')}`,
    `everybody answered after ${seconds(result.allAnsweredAfter, 'not within six hours')}`,
    `time to decision         p50 ${seconds(result.timeToDecision.p50)}, p99 ${seconds(result.timeToDecision.p99)}, at most ${seconds(result.timeToDecision.most)}`,
    `wait from the first try  p50 ${seconds(result.wait.p50)}, p99 ${seconds(result.wait.p99)}`,
    `tickets sold             ${format(result.ticketsSold)} to ${format(result.confirmed)} buyers`,
    `refused                  ${format(result.answered - result.confirmed)}, of whom ${format(result.refusedEarly)} by accept, once all earlier purchases were decided`,
    `answered with 429        ${format(result.throttledRequests)} requests`,
    `batches                  ${format(result.batches)}, with up to ${result.pollers} at once; the queue held up to ${format(result.longestQueue)}`,
    `transactions             ${format(result.transactions)}, of which ${format(result.conflicts)} met another one (${percent(result.conflicts / Math.max(1, result.transactions))})`,
    `redelivered              ${format(result.failures)}`,
    `events                   all on the bus after ${seconds(result.announcements.allAnnouncedAfter)}, at most ${seconds(result.announcements.longestLag)} after their decision (${format(result.announcements.ratePerSecond)} a second)`,
    `cost                     $${cost.dollars.toFixed(2)}`,
    '',
    'What binds, until the show is sold out:',
    ...bound(result.bound.untilSoldOut),
    'and from then on:',
    ...bound(result.bound.afterwards),
    '',
    'Units a second at the peak:',
    ...Object.entries(result.tables).map(
      ([table, { peakReads, peakWrites, throttled }]) =>
        `  ${table.padEnd(10)} ${format(peakReads)} read, ${format(peakWrites)} write, ${format(throttled)} calls throttled`,
    ),
    '',
    ...(raise.length === 0 ? ['Nothing needs to be raised.'] : ['What to raise:']),
    ...raise.map((sentence) => `  ${sentence}`),
    ...(cancellation === undefined ? [] : ['', ...formatCancellation(cancellation)]),
    ...(sweep.length === 0 ? [] : ['', ...formatSweep(sweep)]),
  ].join('\n');
}

const formatCancellation = (result: CancellationResult): string[] => [
  'When the show is cancelled:',
  `  all purchases cancelled after ${seconds(result.allCancelledAfter)}, and the job ended after ${seconds(result.endedAfter)}`,
  `  ${format(result.cancelled)} purchases in ${format(result.transactions)} transactions, of which ${format(result.conflicts)} met another one, in ${result.turns} turns of the function`,
  `  ${result.writesPerPurchase.toFixed(2)} write units and ${result.readsPerPurchase.toFixed(2)} read units for each purchase`,
];

const CHOICES = {
  random: 'at random for each batch',
  settling: 'by settling, as deployed',
} as const;

/** A table for each way of choosing: the share of transactions that met another one. */
function formatSweep(sweep: readonly Conflicts[]): string[] {
  const workers = [...new Set(sweep.map((each) => each.workers))];
  const shards = [...new Set(sweep.map((each) => each.shards))];
  return (['random', 'settling'] as const).flatMap((choice) => [
    `Transactions that met another one, if workers choose their shard ${CHOICES[choice]}:`,
    `  workers${shards.map((each) => `${each} shards`.padStart(11)).join('')}`,
    ...workers.map((row) => {
      const cells = shards.map((column) => {
        const found = sweep.find(
          (each) => each.choice === choice && each.workers === row && each.shards === column,
        );
        return (found === undefined ? '' : percent(conflictRate(found), 2)).padStart(11);
      });
      return `  ${String(row).padStart(7)}${cells.join('')}`;
    }),
  ]);
}

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

const seconds = (value: number | undefined, none = ''): string =>
  value === undefined ? none : `${value.toFixed(value < 10 ? 2 : 1)} s`;
