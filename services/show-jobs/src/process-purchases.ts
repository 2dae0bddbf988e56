import { purchaseReminderKey } from '@willcall/domain';
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

/** What the jobs need from outside: tables, time, chance, and patience. */
export type ShowJobsDependencies = {
  readonly store: Store<'shows' | 'stock' | 'seats' | 'purchases' | 'reminders'>;
  readonly clock: () => Date;
  /** As Math.random: from 0 up to 1. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds until this turn must leave the rest to the next one. */
  readonly timeLeft: () => number;
  /** Records of the Purchases table looked at in one read. */
  readonly pageRecords: number;
  readonly log: Log;
  readonly measure: Measure;
};

/** How far it came: the first `done` purchases, of which some were changed and some cannot be. */
type Progress = {
  readonly done: number;
  readonly changed: number;
  readonly failures: number;
  /** Why it ended there, when that was not for want of time or of purchases. */
  readonly error?: unknown;
};

/** What a job of a kind does for one purchase, and says of it whether that changed anything. */
type JobAction = {
  readonly work: (
    purchase: ConfirmedPurchase,
    show: ShowRecord,
    dependencies: ShowJobsDependencies,
  ) => Promise<boolean>;
  /** Purchases of one show that are worked on at once. */
  readonly concurrency: number;
  /** The metric that counts each purchase that was changed. */
  readonly metric: string;
};

const jobActions: Record<ShowJobKind, JobAction> = {
  // All cancellations of a show change its record: beside one another they would only meet conflicts.
  cancel: { work: cancelWithShow, concurrency: 1, metric: 'PurchasesCancelledWithShow' },
  // Reminders have nothing in common.
  reminders: { work: moveReminderWithShow, concurrency: 8, metric: 'RemindersMoved' },
};

/**
 * Works on purchases in their order, until the time is up or a fault says that it may pass. A purchase
 * that no retry can help is logged and left behind: the others are not to wait for it.
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
    const passing = failed.find(({ error }) => !isPermanent(error));
    if (passing !== undefined) return { done, changed, failures, error: passing.error };
    for (const { purchase, error } of failed) logFailure(purchase, error, dependencies);
    failures += failed.length;
    done += group.length;
  }
  return { done, changed, failures };
}

/** Every other error, unknown ones too, is taken for a passing fault. */
const isPermanent = (error: unknown): boolean => Reflect.get(Object(error), 'retryable') === false;

function logFailure(
  { purchaseId, showId }: ConfirmedPurchase,
  error: unknown,
  { log, measure }: ShowJobsDependencies,
): void {
  measure.count('ShowJobPurchasesFailed');
  log.error('A purchase did not follow its show', { purchaseId, showId, error });
}

/**
 * Cancels a purchase of a show that will not take place, by the request that cancelled the show.
 * Repeating it changes nothing.
 *
 * @returns that the purchase is cancelled now, by this call or before it.
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
 * Moves the reminder of a purchase to where its show's present start puts it, unless it was sent.
 *
 * @returns whether it moved.
 * @throws StoreError STORE_UNAVAILABLE
 */
async function moveReminderWithShow(
  { userId, recordKey, showId, reminder, reminderLeadSeconds, correlationId }: ConfirmedPurchase,
  show: ShowRecord,
  { store, clock }: ShowJobsDependencies,
): Promise<boolean> {
  const to = purchaseReminderKey(show, { userId, recordKey, reminderLeadSeconds });
  if (reminder === undefined || reminder === to) return false;
  return moveReminder(store, {
    ...{ userId, recordKey, showId, correlationId },
    from: reminder,
    to,
    hasFired: false,
    at: clock().toISOString(),
  });
}
