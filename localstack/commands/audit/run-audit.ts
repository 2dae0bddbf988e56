import { setTimeout as wait } from 'node:timers/promises';
import {
  auditShow,
  auditStock,
  type ShowAudit,
  type StockAudit,
  type Store,
} from '@willcall/store';
import type { Progress } from '../../cli/progress.ts';
import { storeSentence } from '../../cli/store-sentence.ts';
import type { AuditOptions } from './options.ts';
import { MOST_TRIES, untilQuiet } from './until-quiet.ts';

/** What an audit found: what `--json` prints. */
export type AuditReport = {
  readonly stock: StockAudit;
  /** Everything, recomputed from the records; null when only the stock was asked for. */
  readonly records: ShowAudit | null;
  /** That there is no difference in either. */
  readonly holds: boolean;
};

/**
 * Checks a show's stock at one instant, and then its records, again while they are moving.
 *
 * @throws LocalAwsError in a sentence when there is no such show, or its tables cannot be read
 */
export const runAudit = async (
  store: Store,
  { showId, stockOnly }: Pick<AuditOptions, 'showId' | 'stockOnly'>,
  progress: Pick<Progress, 'show'>,
): Promise<AuditReport> => {
  const auditRecords = (round: number): Promise<ShowAudit> => {
    const again = round === 1 ? '' : `, try ${round} of ${MOST_TRIES}: the sale was not quiet`;
    return auditShow(store, showId, {
      onProgress: ({ scanned, found }) =>
        progress.show(`records read ${scanned}, of this show ${found}${again}`),
    });
  };
  try {
    const stock = await auditStock(store, showId);
    if (stockOnly) return { stock, records: null, holds: stock.holds };
    const records = await untilQuiet(auditRecords, wait);
    return { stock, records, holds: stock.holds && records.holds };
  } catch (error) {
    throw storeSentence(error);
  }
};
