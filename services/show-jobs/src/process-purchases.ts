import {
  isDueAfterMove,
  purchaseReminderKey,
  reminderDueAt,
  wantedReminderKey,
} from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import {
  type ConfirmedPurchase,
  cancelPurchase,
  moveReminder,
  type ShowJob,
  type ShowJobKind,
  type ShowRecord,
  type Store,
} from '@willcall/store';

/** Dependencies of the jobs. */
export type ShowJobsDependencies = {
  readonly store: Store<'shows' | 'stock' | 'journal' | 'seats' | 'purchases' | 'reminders'>;
  readonly clock: () => Date;
  /** Like Math.random: from 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds until the rest must be left to the next turn. */
  readonly timeLeft: () => number;
  /** Records of the Purchases table per read. */
  readonly pageRecords: number;
  readonly log: Log;
  readonly measure: Measure;
};

/** The progress on a page: `done` counts the processed purchases, including changed and failed ones. */
type Progress = {
  readonly done: number;
  readonly changed: number;
  readonly failures: number;
  /** The transient error that ended the work, if any. */
  readonly error?: unknown;
};

/** The action of a job kind. It returns whether it changed the purchase. */
type JobAction = {
  readonly work: (
    purchase: ConfirmedPurchase,
    show: ShowRecord,
    dependencies: ShowJobsDependencies,
  ) => Promise<boolean>;
  /** Purchases of one show that are processed concurrently. */
  readonly concurrency: number;
  /** The metric that counts changed purchases. */
  readonly metric: string;
};

const jobActions: Record<ShowJobKind, JobAction> = {
  // All cancellations of a show change its record, so concurrent ones would conflict.
  cancel: { work: cancelWithShow, concurrency: 1, metric: 'PurchasesCancelledWithShow' },
  // Reminders share no record.
  reminders: { work: moveReminderWithShow, concurrency: 8, metric: 'RemindersMoved' },
};

/**
 * Processes purchases in order until no time is left or a transient error occurs. A purchase with a
 * permanent error is logged and skipped, so that the others do not wait for it.
 */
export async function processPurchases(
  purchases: readonly ConfirmedPurchase[],
  { kind }: Pick<ShowJob, 'kind'>,
  show: ShowRecord,
  dependencies: ShowJobsDependencies,
): Promise<Progress> {
  const { timeLeft, measure } = dependencies;
  const { work, concurrency, metric } = jobActions[kind];
  let changed = 0;
  let failures = 0;
  let done = 0;
  while (done < purchases.length && timeLeft() > 0) {
    const group = purchases.slice(done, done + concurrency);
    const results = await Promise.allSettled(
      group.map((purchase) => work(purchase, show, dependencies)),
    );
    const moved = results.filter((result) => result.status === 'fulfilled' && result.value).length;
    if (moved > 0) measure.count(metric, moved);
    changed += moved;
    const failed = group.flatMap((purchase, index) => {
      const result = results[index];
      return result?.status === 'rejected' ? [{ purchase, error: result.reason as unknown }] : [];
    });
    const transient = failed.find(({ error }) => !isPermanent(error));
    if (transient !== undefined) return { done, changed, failures, error: transient.error };
    for (const { purchase, error } of failed) logFailure(purchase, error, dependencies);
    failures += failed.length;
    done += group.length;
  }
  return { done, changed, failures };
}

/** Every other error, even an unknown one, counts as transient. */
const isPermanent = (error: unknown): boolean => Reflect.get(Object(error), 'retryable') === false;

function logFailure(
  { purchaseId, showId }: ConfirmedPurchase,
  error: unknown,
  { log, measure }: ShowJobsDependencies,
): void {
  measure.count('ShowJobPurchasesFailed');
  log.error('Purchase could not be updated with its show', { purchaseId, showId, error });
}

/**
 * Cancels a purchase of a cancelled show, with the correlation id of the show's cancellation. Repeatable.
 *
 * @returns true: the purchase is cancelled, by this call or before.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
async function cancelWithShow(
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { store, clock, random, wait }: ShowJobsDependencies,
): Promise<boolean> {
  const at = clock().toISOString();
  const { correlationId } = show;
  await cancelPurchase(store, purchase, show, { at, correlationId, random, wait });
  return true;
}

/**
 * Moves the reminder of a purchase to match its show's current start. A reminder that has fired moves
 * only to a due time that was ahead when the show moved. A purchase without a reminder gets one unless it
 * was made after the due time.
 *
 * @returns whether the reminder moved or was set.
 * @throws StoreError STORE_UNAVAILABLE
 */
async function moveReminderWithShow(
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { store, clock }: ShowJobsDependencies,
): Promise<boolean> {
  const { userId, recordKey, showId, reminder: from, decidedAt, correlationId } = purchase;
  const to =
    from === undefined
      ? wantedReminderKey(show, purchase, decidedAt)
      : purchaseReminderKey(show, purchase);
  if (to === undefined || to === from) return false;
  const now = clock();
  return moveReminder(store, {
    ...{ userId, recordKey, showId, correlationId, from, to },
    evenIfFired: isDueAfterMove(show, reminderDueAt(show, purchase), now),
    at: now.toISOString(),
  });
}
