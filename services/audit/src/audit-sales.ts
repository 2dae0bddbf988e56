import type { Log, Measure } from '@willcall/lambda';
import { type AuditDifferenceCode, auditStock, type Store, StoreError } from '@willcall/store';
import { findRecentShows, selectShowsOfTurn } from './recent-shows.ts';

type AuditDependencies = {
  readonly store: Store<'shows' | 'stock'>;
  readonly clock: () => Date;
  /** Milliseconds until this turn must leave the rest to a later one. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** What a turn did. */
export type AuditCounts = {
  /** Shows whose books were looked at. */
  readonly audited: number;
  /** What does not add up in them. */
  readonly differences: number;
  /** Shows that could not be looked at now. */
  readonly failed: number;
  /** Shows of this turn that it had no time for. */
  readonly left: number;
};

/**
 * Audits the stock of this turn's shows, one after the other, each at one instant: that holds in the
 * middle of a sale, and hinders none. The records behind it are not read: that is a scan of the whole
 * Purchases table, for a person to start (`npm run audit`).
 *
 * Every turn publishes `AuditDifferences`, a zero too: without it nobody knows that it ran. The rest is
 * in the log, since each metric that is published all the time has a price.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE when the shows cannot be listed.
 */
export async function auditSales(dependencies: AuditDependencies): Promise<AuditCounts> {
  const { store, clock, timeLeft, log, measure } = dependencies;
  const now = clock();
  const { shows, isCut } = await findRecentShows(store, now);
  if (isCut) log.warn('More shows than an audit lists', { count: shows.length });
  const ofTurn = selectShowsOfTurn(shows, now);
  const counts = { audited: 0, differences: 0, failed: 0, left: 0 };
  for (const { showId } of ofTurn) {
    if (timeLeft() <= 0) {
      counts.left += 1;
      continue;
    }
    const audit = await auditShow(store, showId);
    reportAudit(showId, audit, log);
    if (audit.kind === 'audited') {
      counts.audited += 1;
      counts.differences += audit.codes.length;
    }
    if (audit.kind === 'failed') counts.failed += 1;
  }
  if (counts.left > 0) log.warn('Audit out of time', { count: counts.left });
  log.info('Sales audited', { count: counts.audited });
  measure.count('AuditDifferences', counts.differences);
  if (counts.failed > 0) measure.count('AuditsFailed', counts.failed);
  return counts;
}

function reportAudit(showId: string, audit: ShowAudit, log: Log): void {
  switch (audit.kind) {
    case 'audited':
      for (const code of audit.codes) log.error('The books of a show differ', { showId, code });
      return;
    case 'failed':
      log.warn('A show could not be audited now', { showId, error: audit.error });
      return;
    case 'gone':
      return;
  }
}

/** What the audit of one show came to. */
type ShowAudit =
  | { readonly kind: 'audited'; readonly codes: readonly (AuditDifferenceCode | BrokenBooksCode)[] }
  /** It was removed since it was listed. */
  | { readonly kind: 'gone' }
  /** It could not be looked at now; in the thick of its sale that is usual for a large show. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** Books that cannot even be added up. */
type BrokenBooksCode = 'STOCK_MISSING' | 'RECORD_UNREADABLE';

/** Looks at a show's stock at one instant. Never throws. */
async function auditShow(store: Store<'shows' | 'stock'>, showId: string): Promise<ShowAudit> {
  try {
    const { differences } = await auditStock(store, showId);
    return { kind: 'audited', codes: differences.map(({ code }) => code) };
  } catch (error) {
    return error instanceof StoreError ? toShowAudit(error) : { kind: 'failed', error };
  }
}

function toShowAudit(error: StoreError): ShowAudit {
  switch (error.code) {
    case 'SHOW_UNKNOWN':
      return { kind: 'gone' };
    case 'STOCK_MISSING':
    case 'RECORD_UNREADABLE':
      return { kind: 'audited', codes: [error.code] };
    case 'STORE_UNAVAILABLE':
      return { kind: 'failed', error };
  }
}
