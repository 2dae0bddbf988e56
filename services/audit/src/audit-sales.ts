import type { Log, Measure } from '@willcall/lambda';
import {
  type AuditDifferenceCode,
  auditStock,
  findRecentShows,
  type Store,
  StoreError,
} from '@willcall/store';
import { selectShowsOfTurn } from './shows-of-turn.ts';

type AuditDependencies = {
  readonly store: Store<'shows' | 'stock'>;
  readonly clock: () => Date;
  /** Milliseconds until the rest must be left to a later turn. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** The result of a turn. */
export type AuditCounts = {
  /** Audited shows. */
  readonly audited: number;
  /** Differences found in their books. */
  readonly differences: number;
  /** Shows that could not be read. */
  readonly failed: number;
  /** Shows of this turn that were not reached in time. */
  readonly left: number;
};

/**
 * Audits the stock of this turn's shows one after the other, each at one instant. This works during a sale
 * and does not slow it down. Purchase records are not read: that needs a scan of the whole Purchases table,
 * which a person starts with `npm run audit`.
 *
 * Every turn publishes `AuditDifferences`, even as zero, to show that it ran. Everything else is only
 * logged, because every permanent metric costs money.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord of the calendar
 */
export async function auditSales(dependencies: AuditDependencies): Promise<AuditCounts> {
  const { store, clock, timeLeft, log, measure } = dependencies;
  const now = clock();
  const { shows, unreadable, isCut } = await findRecentShows(store, now);
  if (isCut) log.warn('Too many shows: the audit skips the latest ones', { count: shows.length });
  const ofTurn = selectShowsOfTurn(shows, now);
  const counts = { audited: 0, differences: unreadable.length, failed: 0, left: 0 };
  for (const showId of unreadable) {
    reportAudit(showId, { kind: 'audited', codes: ['RECORD_UNREADABLE'] }, log);
  }
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

/** The result of the audit of one show. */
type ShowAudit =
  | { readonly kind: 'audited'; readonly codes: readonly (AuditDifferenceCode | BrokenBooksCode)[] }
  /** The show was removed since it was listed. */
  | { readonly kind: 'gone' }
  /** The show could not be read now. That is normal for a large show during the rush of its sale. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** Books that cannot be added up. */
type BrokenBooksCode = 'STOCK_MISSING' | 'RECORD_UNREADABLE';

/** Audits a show's stock at one instant. Never throws. */
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
