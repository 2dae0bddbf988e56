import type { Log, Measure } from '@willcall/lambda';
import {
  listDueSettlements,
  postponeSettlement,
  readSettledSales,
  type SettlementRecord,
  type Store,
  settleShow,
} from '@willcall/store';
import { isPermanent } from './job-actions.ts';

/** What settling needs. */
type SettlingDependencies = {
  readonly store: Store<'shows' | 'stock'>;
  readonly clock: () => Date;
  /** Milliseconds until the rest must be left to the next turn. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Shows in one turn: 36,000 a day, and a second or two, so that a reader of the totals is never kept
 * waiting for long.
 */
const SHOWS_PER_TURN = 25;

/** Milliseconds until a show that cannot be settled is tried again. A person must repair a record first. */
const POSTPONED_FOR_MS = 24 * 60 * 60_000;

/**
 * Settles the shows that began 15 days ago, one after the other, so that the totals of all shows count them
 * without reading their stock. Reads nothing but an empty list if none is due. The next turn does what this
 * one leaves or loses, and two turns at the same time settle no show twice.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord of the settled sales
 */
export async function settleShows(dependencies: SettlingDependencies): Promise<void> {
  const { store, clock, timeLeft, log } = dependencies;
  const now = clock();
  const due = await listDueSettlements(store, now, SHOWS_PER_TURN);
  if (due.length === 0) return;
  let sales = await readSettledSales(store);
  let settled = 0;
  for (const settlement of due) {
    if (timeLeft() <= 0) break;
    try {
      const result = await settleShow(store, settlement, sales, now);
      if (result.kind === 'settled') {
        sales = result.sales;
        settled += 1;
      }
      // Another turn may have settled it, or any other show.
      if (result.kind === 'overtaken') sales = await readSettledSales(store);
    } catch (error) {
      await postpone(settlement, error, dependencies);
    }
  }
  if (settled > 0) log.info('Shows settled', { count: settled });
}

/** @throws the error, if a retry helps. */
async function postpone(
  settlement: SettlementRecord,
  error: unknown,
  { store, clock, log, measure }: SettlingDependencies,
): Promise<void> {
  if (!isPermanent(error)) throw error;
  const { settledShowId: showId } = settlement;
  measure.count('ShowJobsFailed');
  log.error('A show cannot be settled: it is tried again in a day', { showId, error });
  await postponeSettlement(store, settlement, clock().getTime() + POSTPONED_FOR_MS);
}
