import {
  type AuditFindings,
  AuditMessage,
  MAX_AUDIT_DIFFERENCES,
  parseJson,
} from '@willcall/contracts';
import {
  createQueueHandler,
  createStoreConnection,
  type Environment,
  type Log,
  NonEmptyText,
  observe,
  type QueueFunction,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import {
  type AuditEnd,
  finishAudit,
  openStore,
  readAudit,
  type Store,
  StoreError,
} from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import { type AuditReport, auditBooks } from './audit-books.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  REMINDERS_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
};

type ShowAuditDependencies = {
  readonly store: Store;
  readonly reminders: Store<'reminders'>;
  readonly pulse: Store<'pulse'>;
  readonly clock: () => Date;
  readonly log: Log;
  /** Milliseconds until the end must be recorded. */
  readonly timeLeft: () => number;
};

/** Milliseconds of an invocation that are left to record its end. */
const RESERVE_MS = 10_000;

/** Audits the shows that somebody has requested, each with its journal, purchases and reminders. */
export function createShowAudit(environment: Environment, seams: Seams = {}): QueueFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('show-audit', environment);
  const { clock = () => new Date() } = seams;
  const connection = createStoreConnection(settings, observability, seams);
  const dependencies = {
    store: openStore(
      {
        shows: settings.SHOWS_TABLE,
        stock: settings.STOCK_TABLE,
        journal: settings.JOURNAL_TABLE,
        seats: settings.SEATS_TABLE,
        purchases: settings.PURCHASES_TABLE,
      },
      connection,
    ),
    reminders: openStore({ reminders: settings.REMINDERS_TABLE }, connection),
    pulse: openStore({ pulse: settings.PULSE_TABLE }, connection),
    clock,
    log: observability.log,
  };
  return createQueueHandler(observability, (records, context) =>
    Promise.allSettled(
      records.map((record) =>
        auditRequested(record, {
          ...dependencies,
          timeLeft: () => context.getRemainingTimeInMillis() - RESERVE_MS,
        }),
      ),
    ),
  );
}

/**
 * Runs the audit that a message requests, and records how it ended. One that has ended, was replaced or was
 * lost is skipped.
 *
 * @throws an error if the message cannot be read, or the end cannot be recorded. SQS delivers it again.
 */
async function auditRequested(
  { body }: Pick<SQSRecord, 'body'>,
  dependencies: ShowAuditDependencies,
): Promise<void> {
  const { showId, auditId, correlationId } = AuditMessage.parse(parseJson(body));
  const { pulse, clock, log } = dependencies;
  const requested = await readAudit(pulse, showId, clock());
  if (requested?.auditId !== auditId || requested.status !== 'PENDING') return;
  const end = await runAudit(showId, dependencies);
  await finishAudit(pulse, { showId, auditId }, end, clock().toISOString());
  log.info('Show audited', { showId, correlationId, status: end.status });
}

async function runAudit(
  showId: string,
  { store, reminders, clock, log, timeLeft }: ShowAuditDependencies,
): Promise<AuditEnd> {
  // What still runs when the time is over only reads, and stops with the invocation.
  const time = AbortSignal.timeout(Math.max(0, timeLeft()));
  const isOver = new Promise<undefined>((resolve) =>
    time.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  try {
    const options = { reminders: { store: reminders, clock } };
    const report = await Promise.race([auditBooks(store, { show: showId }, options), isOver]);
    return report === undefined
      ? { status: 'FAILED', reason: 'OUT_OF_TIME' }
      : { status: 'DONE', findings: toFindings(report) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn('A show could not be audited now', { showId, error });
    return { status: 'FAILED', reason: 'STORE_UNAVAILABLE' };
  }
}

const toFindings = ({ holds, stock, records, differences }: AuditReport): AuditFindings => ({
  holds,
  stock: stock && {
    capacity: stock.capacity,
    available: stock.available,
    held: stock.held,
    sold: stock.sold,
    revenue: stock.revenue,
  },
  records: records && {
    tickets: records.tickets,
    revenue: records.revenue,
    byStatus: records.byStatus,
  },
  found: differences.length,
  differences: differences.slice(0, MAX_AUDIT_DIFFERENCES),
});
