import { setTimeout as wait } from 'node:timers/promises';
import { Command, type Progress, UsageError } from '@willcall/cli';
import { jsonOption, requireOptions, showOption } from '@willcall/cli/options';
import { formatMoney } from '@willcall/domain';
import {
  type AuditDifference,
  auditShow,
  auditStock,
  type ReminderAudit,
  type ShowAudit,
  type ShowAuditOptions,
  type StockAudit,
  type Store,
  StoreError,
  UnreadableRecord,
} from '@willcall/store';
import { formatAuditItems, getAuditAnchor } from './audit-items.ts';
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
        runAudit(store, options, progress, reminders && { store: reminders }),
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

/** The result of an audit, as `--json` prints it. */
type AuditReport = {
  /** Null if the show does not exist, but records of it do. */
  readonly stock: StockAudit | null;
  /** The audit of the journal and the records. Null if only the stock was requested. */
  readonly records: ShowAudit | null;
  /** The differences of both checks, with the section of the runbook that says what to do. */
  readonly differences: readonly (AuditDifference & { readonly runbook?: string })[];
  /** Whether both checks found no difference. */
  readonly holds: boolean;
};

/** Checks a show's stock at one instant, then its records. */
async function runAudit(
  store: Store,
  { show, stockOnly, allRecords = false }: Omit<AuditOptions, 'json'>,
  progress: Pick<Progress, 'show'>,
  reminders: ReminderAudit | undefined,
): Promise<AuditReport> {
  try {
    if (stockOnly) return makeReport(await auditStock(store, show), null);
    const stock = await auditStock(store, show).catch(toMissingStock);
    const options = { allRecords, ...(reminders === undefined ? {} : { reminders }) };
    return makeReport(stock, await auditRecords(store, show, progress, options));
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { wrong, table, key } = error;
    const place = Object.entries(key).map(([name, value]) => `${name} ${value}`);
    const message = `The show cannot be read: ${wrong.join(', ')} (table ${table}, ${place.join(', ')}).`;
    const unreadable = { code: 'RECORD_UNREADABLE', message } as const;
    return { ...makeReport(null, null), differences: [addAnchor(unreadable)], holds: false };
  }
}

const makeReport = (stock: StockAudit | null, records: ShowAudit | null): AuditReport => ({
  stock,
  records,
  differences: mergeDifferences(stock, records).map(addAnchor),
  holds: stock?.holds !== false && records?.holds !== false,
});

const addAnchor = (difference: AuditDifference): AuditReport['differences'][number] =>
  difference.code === 'STOCK_MOVED'
    ? difference
    : { ...difference, runbook: getAuditAnchor(difference.code) };

/** The audit of the records finds what is left of a show that does not exist. */
function toMissingStock(error: unknown): null {
  if (error instanceof StoreError && error.code === 'SHOW_UNKNOWN') return null;
  throw error;
}

/**
 * Recomputes a show from its journal and its records. Repeats this while tickets change hands.
 *
 * @throws StoreError
 */
export const auditRecords = (
  store: Store,
  showId: string,
  progress: Pick<Progress, 'show'>,
  options: Pick<ShowAuditOptions, 'allRecords' | 'reminders'>,
): Promise<ShowAudit> =>
  repeatUntilQuiet((round) => {
    const again =
      round === 1 ? '' : `, try ${round} of ${MOST_TRIES}: tickets changed hands meanwhile`;
    return auditShow(store, showId, {
      onProgress: ({ scanned, found }) =>
        progress.show(`records read ${scanned}, of this show ${found}${again}`),
      ...options,
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

const formatStock = ({ available, sold, capacity, revenue }: StockAudit): string => {
  const sum = available + sold;
  const result = sum === capacity ? `capacity ${capacity}` : `${sum}, capacity ${capacity}`;
  return `Stock at one instant: left ${available} + sold ${sold} = ${result}; revenue ${formatMoney(revenue)}`;
};

const NOT_READ =
  'Not read: refusals, and records that nothing of the show names. --all-records reads them.';

const formatRecords = ({ byStatus, tickets, revenue }: ShowAudit): string => {
  const purchases = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
  return `Records: ${tickets} tickets, revenue ${formatMoney(revenue)}; purchases ${purchases.join(', ')}`;
};

/** Both checks find the differences that the stock alone shows. */
const mergeDifferences = (
  stock: StockAudit | null,
  records: ShowAudit | null,
): AuditDifference[] => {
  const ofRecords = records?.differences ?? [];
  const isNew = ({ code, message }: AuditDifference) =>
    !ofRecords.some((other) => other.code === code && other.message === message);
  return [...(stock?.differences ?? []).filter(isNew), ...ofRecords];
};

const formatVerdict = (differences: readonly AuditDifference[]): string => {
  if (differences.length === 0) return 'The audit holds.';
  return differences.every(({ code }) => code === 'STOCK_MOVED')
    ? 'THE AUDIT COULD NOT FINISH: tickets kept changing hands. The stock holds.'
    : 'THE AUDIT DOES NOT HOLD.';
};
