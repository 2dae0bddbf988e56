import { setTimeout as wait } from 'node:timers/promises';
import {
  type AuditDifference,
  type AuditItemName,
  auditItems,
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

/** The result of an audit, as `willcall audit --json` prints it. */
export type AuditReport = {
  /** Null if the show does not exist, but records of it do. */
  readonly stock: StockAudit | null;
  /** The audit of the journal and the records. Null if only the stock was requested. */
  readonly records: ShowAudit | null;
  /** The differences of both checks, with the section of the runbook that says what to do. */
  readonly differences: readonly (AuditDifference & { readonly runbook?: string })[];
  /** Whether both checks found no difference. */
  readonly holds: boolean;
};

/** What to audit. */
type AuditedBooks = {
  readonly show: string;
  /** Check only what holds at any time. */
  readonly stockOnly?: boolean;
  /** Also read what nothing of the show names. */
  readonly allRecords?: boolean;
};

/** Shows a person how far an audit is. */
type AuditProgress = { show(text: string): void };

type AuditSurroundings = {
  readonly progress?: AuditProgress;
  readonly reminders?: ReminderAudit;
};

/**
 * Checks a show's stock at one instant, then its records.
 *
 * @throws StoreError STORE_UNAVAILABLE. A show that cannot be read is a difference.
 */
export async function auditBooks(
  store: Store,
  { show, stockOnly, allRecords = false }: AuditedBooks,
  { progress = { show: () => undefined }, reminders }: AuditSurroundings = {},
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
  progress: AuditProgress,
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

/** The section of the runbook that says what to do about a difference. */
export const getAuditAnchor = (name: AuditItemName): string =>
  `infra/RUNBOOK.md#audit-${auditItems[name].part}`;
