import { setTimeout as wait } from 'node:timers/promises';
import { Command, type Progress } from '@willcall/cli';
import { jsonOption, requireOptions, showOption } from '@willcall/cli/options';
import { formatMoney } from '@willcall/domain';
import {
  type AuditDifference,
  auditShow,
  auditStock,
  type ShowAudit,
  type StockAudit,
  type Store,
} from '@willcall/store';
import { tablesHelp, withSaleStore } from './connection.ts';

type AuditOptions = {
  readonly show: string;
  /** Check only what holds at any time. */
  readonly stockOnly?: boolean;
  readonly json?: boolean;
};

export const command = (): Command =>
  new Command()
    .description("Audits a show's stock and records, and prints each difference with its ids.")
    .addOption(showOption())
    .option(
      '--stock-only',
      'checks the stock only, for 2 read units for the show and 2 for each of its stock shards',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ show: '--show ID is required.' }))
    .action(async ({ json, ...options }: AuditOptions) => {
      const report = await withSaleStore((store, progress) => runAudit(store, options, progress));
      console.log(json ? JSON.stringify(report) : formatAudit(report));
      if (!report.holds) process.exitCode = 1;
    });

const help = `
Example:
  npx --no-install willcall audit --show hamlet

The first check reads the whole stock at one instant: left + sold = capacity. This holds at any time, even
during a sale. The second check recomputes everything from the records: tickets and money of the confirmed
purchases, each seat and its one purchase, each buyer's ledger and limit. Its result is valid only if no
ticket is sold or returned meanwhile. If one is, the command repeats the check a few times.

The command prints one line for each difference: a code, and the ids of the purchase, seat or buyer. The
exit code is 1 if there is a difference. The second check reads the whole Purchases table, at 1 read unit
for 4 KB and at most 1500 a second.

${tablesHelp}`;

/** The result of an audit, as `--json` prints it. */
type AuditReport = {
  readonly stock: StockAudit;
  /** The audit of all records. Null if only the stock was requested. */
  readonly records: ShowAudit | null;
  /** Whether both checks found no difference. */
  readonly holds: boolean;
};

/** Checks a show's stock at one instant, then its records. */
async function runAudit(
  store: Store,
  { show, stockOnly }: Pick<AuditOptions, 'show' | 'stockOnly'>,
  progress: Pick<Progress, 'show'>,
): Promise<AuditReport> {
  const stock = await auditStock(store, show);
  if (stockOnly) return { stock, records: null, holds: stock.holds };
  const records = await auditRecords(store, show, progress);
  return { stock, records, holds: stock.holds && records.holds };
}

/**
 * Recomputes a show from its records. Repeats this while tickets change hands.
 *
 * @throws StoreError
 */
export const auditRecords = (
  store: Store,
  showId: string,
  progress: Pick<Progress, 'show'>,
): Promise<ShowAudit> =>
  repeatUntilQuiet((round) => {
    const again =
      round === 1 ? '' : `, try ${round} of ${MOST_TRIES}: tickets changed hands meanwhile`;
    return auditShow(store, showId, {
      onProgress: ({ scanned, found }) =>
        progress.show(`records read ${scanned}, of this show ${found}${again}`),
    });
  }, wait);

/** The number of audits after which a sale counts as one that never rests. */
const MOST_TRIES = 5;

/** Milliseconds. Long enough for a batch or a cancellation in progress to end. */
const PAUSE_MS = 2_000;

/**
 * Repeats an audit, after a pause, while tickets change hands during it.
 *
 * @returns the first undisturbed audit, or the last one
 */
export async function repeatUntilQuiet(
  audit: (round: number) => Promise<ShowAudit>,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<ShowAudit> {
  for (let round = 1; ; round += 1) {
    const found = await audit(round);
    const hasMoved = found.differences.some(({ code }) => code === 'STOCK_MOVED');
    if (round === MOST_TRIES || !hasMoved) return found;
    await pause(PAUSE_MS);
  }
}

/** Formats the report for people. */
const formatAudit = ({ stock, records }: AuditReport): string => {
  const differences = mergeDifferences(stock, records);
  return [
    formatStock(stock),
    ...(records === null ? [] : [formatRecords(records)]),
    ...differences.map(({ code, message }) => `${code}: ${message}`),
    formatVerdict(differences),
  ].join('\n');
};

const formatStock = ({ available, sold, capacity, revenue }: StockAudit): string => {
  const sum = available + sold;
  const result = sum === capacity ? `capacity ${capacity}` : `${sum}, capacity ${capacity}`;
  return `Stock at one instant: left ${available} + sold ${sold} = ${result}; revenue ${formatMoney(revenue)}`;
};

const formatRecords = ({ byStatus, tickets, revenue }: ShowAudit): string => {
  const purchases = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
  return `Records: ${tickets} tickets, revenue ${formatMoney(revenue)}; purchases ${purchases.join(', ')}`;
};

/** Both checks find the differences that the stock alone shows. */
const mergeDifferences = (stock: StockAudit, records: ShowAudit | null): AuditDifference[] => {
  const ofRecords = records?.differences ?? [];
  const isNew = ({ code, message }: AuditDifference) =>
    !ofRecords.some((other) => other.code === code && other.message === message);
  return [...stock.differences.filter(isNew), ...ofRecords];
};

const formatVerdict = (differences: readonly AuditDifference[]): string => {
  if (differences.length === 0) return 'The audit holds.';
  return differences.every(({ code }) => code === 'STOCK_MOVED')
    ? 'THE AUDIT COULD NOT FINISH: tickets kept changing hands. The stock holds.'
    : 'THE AUDIT DOES NOT HOLD.';
};
