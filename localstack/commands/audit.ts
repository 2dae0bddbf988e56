import { type AuditReport, auditBooks } from '@willcall/audit';
import { Command, UsageError } from '@willcall/cli';
import { jsonOption, requireOptions, showOption } from '@willcall/cli/options';
import { formatMoney } from '@willcall/domain';
import type { AuditDifference, ShowAudit, StockAudit } from '@willcall/store';
import { formatAuditItems } from './audit-items.ts';
import { tablesHelp, withSaleStore } from './connection.ts';

type AuditOptions = {
  readonly show: string;
  /** Check only what holds at any time. */
  readonly stockOnly?: boolean;
  /** Also read what nothing of the show names. */
  readonly allRecords?: boolean;
  readonly json?: boolean;
};

export const command = (): Command =>
  new Command()
    .description(
      "Audits a show's stock, its journal and its records, and prints each difference with its ids.",
    )
    .addOption(showOption())
    .option(
      '--stock-only',
      'checks the show record and its stock only (the items marked *), for 2 read units for the show and 2 for each of its stock shards',
    )
    .option(
      '--all-records',
      'also reads what the journal of the show does not name (see below): a scan of the whole Purchases table',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ show: '--show ID is required.' }))
    .action(async ({ json, ...options }: AuditOptions) => {
      if (options.stockOnly && options.allRecords) {
        throw new UsageError('Use either --stock-only or --all-records.');
      }
      const report = await withSaleStore((store, progress, reminders) =>
        auditBooks(store, options, {
          progress,
          ...(reminders === undefined ? {} : { reminders: { store: reminders } }),
        }),
      );
      console.log(json ? JSON.stringify(report) : formatAudit(report));
      if (!report.holds) process.exitCode = 1;
    });

const help = `
Example:
  npx --no-install willcall audit --show hamlet

The first check reads the show and its whole stock at one instant. The second check compares the three books of
the show: the counters of its stock shards, the journal of every change of them, and the purchases that the
journal lists. It also checks their ledgers, the seats, the jobs, the lists and, if REMINDERS_TABLE is set,
their reminders. Both are right at any time, also during a sale: what looks wrong is read again, and reported
only if it stands. Only sums cannot be compared while tickets are sold or returned. STOCK_MOVED then says so,
and the command repeats the check a few times.

The command prints one line for each difference: the item, the ids of the purchase, seat or buyer, what is
expected and what was found, and the section of the runbook that says what to do. The exit code is 1 if there
is a difference.

The second check costs what the show costs, however many other shows there are: 1 read unit for each purchase,
for each ledger and for 4 KB of the journal and of the seats, 0.5 for each reminder. It reads no record that
nothing of the show names: rejected and failed purchases, purchases that no entry, seat or ledger names,
ledgers of buyers who bought nothing or of a show without limits, and reminders that no purchase names. For
these, use --all-records. It reads the whole Purchases table, at 1 read unit for 4 KB, and all reminders that
are due in the same minutes. Purchases are read at 1500 units a second at most.

What it checks. (*) also with --stock-only and every 15 minutes by the scheduled audit. (=) a sum.
(+) completely only with --all-records.
${formatAuditItems()}

It cannot find a record that was changed together with everything that depends on it.

${tablesHelp}`;

/** Formats the report for people. */
const formatAudit = ({ stock, records, differences }: AuditReport): string =>
  [
    ...(stock === null ? [] : [formatStock(stock)]),
    ...(records === null ? [] : [formatRecords(records)]),
    ...(records?.allRecords === false ? [NOT_READ] : []),
    ...differences.map(formatDifference),
    formatVerdict(differences),
  ].join('\n');

const formatDifference = ({ code, message, runbook }: AuditReport['differences'][number]): string =>
  `${code}: ${message}${runbook === undefined ? '' : ` See ${runbook}.`}`;

const formatStock = ({ available, held, sold, capacity, revenue }: StockAudit): string => {
  const sum = available + held + sold;
  const result = sum === capacity ? `capacity ${capacity}` : `${sum}, capacity ${capacity}`;
  return `Stock at one instant: left ${available}${held === 0 ? '' : ` + held ${held}`} + sold ${sold} = ${result}; revenue ${formatMoney(revenue)}`;
};

const NOT_READ =
  'Not read: refusals, and records that nothing of the show names. --all-records reads them.';

const formatRecords = ({ byStatus, tickets, revenue }: ShowAudit): string => {
  const purchases = Object.entries(byStatus)
    // Most shows hold no tickets.
    .filter(([status, count]) => count > 0 || !['HELD', 'EXPIRED'].includes(status))
    .map(([status, count]) => `${count} ${status}`);
  return `Records: ${tickets} tickets, revenue ${formatMoney(revenue)}; purchases ${purchases.join(', ')}`;
};

const formatVerdict = (differences: readonly AuditDifference[]): string => {
  if (differences.length === 0) return 'The audit holds.';
  return differences.every(({ code }) => code === 'STOCK_MOVED')
    ? 'THE AUDIT COULD NOT FINISH: tickets kept changing hands. The stock holds.'
    : 'THE AUDIT DOES NOT HOLD.';
};
