import {
  confirmedAt,
  isDueAfterMove,
  purchaseReminderKey,
  reminderDueAt,
  wantedReminderKey,
} from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import {
  type ConfirmedPurchase,
  cancelTogether,
  countReturnable,
  type HeldPurchase,
  moveReminder,
  type PurchaseRecord,
  readListed,
  releaseHolds,
  requestCancellation,
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
  /** Entries of the journal per read of a shard. */
  readonly pageEntries: number;
  /** Waits as long as the jobs may take for these write units. */
  readonly paid: (units: number) => Promise<void>;
  readonly log: Log;
  readonly measure: Measure;
};

/** A purchase that a job can change. */
export type JobPurchase = ConfirmedPurchase | HeldPurchase;

/** What became of purchases. All others need no change, or had been changed before. */
type Outcome = {
  readonly changed: number;
  readonly failed: readonly { readonly purchase: JobPurchase; readonly error: unknown }[];
};

/** What a job does with purchases of its show. */
type JobAction = {
  /** The purchase of a record, if the job changes it. */
  readonly select: (record: PurchaseRecord) => JobPurchase | undefined;
  /** How many of the purchases, from the first on, are worked on together. At least one. */
  readonly count: (show: ShowRecord, purchases: readonly JobPurchase[]) => number;
  /** @throws an error that a retry may help against. Any of the purchases may be changed. */
  readonly work: (
    show: ShowRecord,
    purchases: readonly JobPurchase[],
    dependencies: ShowJobsDependencies,
  ) => Promise<Outcome>;
  /** The metric that counts changed purchases. */
  readonly metric: string;
};

/** Reminders of a shard that move side by side. */
const REMINDERS_AT_ONCE = 4;

export const jobActions: Record<ShowJobKind, JobAction> = {
  cancel: {
    select: selectOpen,
    count: countReturnable,
    work: cancelWithShow,
    metric: 'PurchasesCancelledWithShow',
  },
  reminders: {
    select: selectConfirmed,
    count: (_, purchases) => Math.min(purchases.length, REMINDERS_AT_ONCE),
    work: moveReminders,
    metric: 'RemindersMoved',
  },
};

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
const WRITE_UNITS_PER_ACTION = 2;
const WRITE_UNITS_PER_MOVE = 6;

function selectConfirmed(record: PurchaseRecord): ConfirmedPurchase | undefined {
  return record.status === 'CONFIRMED' ? { ...record, status: record.status } : undefined;
}

/** A held purchase whose cancellation was requested waits for its payment to be cancelled. */
function selectOpen(record: PurchaseRecord): JobPurchase | undefined {
  if (record.status !== 'HELD') return selectConfirmed(record);
  return record.cancellationRequestedAt === undefined
    ? { ...record, status: record.status }
    : undefined;
}

const isHeld = (purchase: JobPurchase): purchase is HeldPurchase => purchase.status === 'HELD';

/**
 * Cancels purchases of a cancelled show, with the correlation id of the show's cancellation. Repeatable. A
 * purchase that was cancelled before counts as changed. A held purchase with an intent is marked: its payment is
 * cancelled first.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
async function cancelWithShow(
  show: ShowRecord,
  purchases: readonly JobPurchase[],
  dependencies: ShowJobsDependencies,
): Promise<Outcome> {
  const { store, clock, random, wait, paid } = dependencies;
  const { correlationId } = show;
  const onSent = (actions: number) => paid(actions * WRITE_UNITS_PER_ACTION);
  const seams = { clock, random, wait, onSent };
  const sold = purchases.flatMap((purchase) => selectConfirmed(purchase) ?? []);
  const held = purchases.filter(isHeld);
  const failed = await cancelTogether(store, show, sold, { ...seams, correlationId });
  const isPayable = ({ payment }: HeldPurchase) => payment !== undefined;
  const by = { at: clock().toISOString(), correlationId };
  const marked = await Promise.all(
    held.filter(isPayable).map((purchase) => requestCancellation(store, purchase, by)),
  );
  const releases = held
    .filter((purchase) => !isPayable(purchase))
    .map((purchase) => ({
      ...{ purchase, intent: undefined },
      to: { status: 'CANCELLED', correlationId, withShow: true } as const,
    }));
  const released = await releaseHolds(store, show, releases, seams);
  // One of them got an intent, or was paid, since it was read.
  const others = released.overtaken.flatMap((record) => selectOpen(record) ?? []);
  const hasEnded = marked.includes(undefined);
  const again = hasEnded ? await readOpenAgain(store, held.filter(isPayable)) : [];
  const rest = [...others, ...again];
  const more: Outcome =
    rest.length === 0 ? { changed: 0, failed: [] } : await cancelWithShow(show, rest, dependencies);
  const all = [...failed, ...released.failed, ...more.failed];
  return { changed: purchases.length - all.length, failed: all };
}

/** Reads held purchases that could not be marked again: they were paid, or have ended. */
async function readOpenAgain(
  store: ShowJobsDependencies['store'],
  purchases: readonly HeldPurchase[],
): Promise<JobPurchase[]> {
  const { purchases: current } = await readListed(store, purchases);
  return current.flatMap((record) => selectOpen(record) ?? []);
}

/** @throws the first error that a retry may help against */
async function moveReminders(
  show: ShowRecord,
  listed: readonly JobPurchase[],
  dependencies: ShowJobsDependencies,
): Promise<Outcome> {
  const purchases = listed.flatMap((purchase) => selectConfirmed(purchase) ?? []);
  const results = await Promise.allSettled(
    purchases.map((purchase) => moveReminderWithShow(purchase, show, dependencies)),
  );
  const failed = purchases.flatMap((purchase, index) => {
    const result = results[index];
    return result?.status === 'rejected' ? [{ purchase, error: result.reason as unknown }] : [];
  });
  const transient = failed.find(({ error }) => !isPermanent(error));
  if (transient !== undefined) throw transient.error;
  const moved = results.filter((result) => result.status === 'fulfilled' && result.value).length;
  await dependencies.paid(moved * WRITE_UNITS_PER_MOVE);
  return { changed: moved, failed };
}

/** Every other error, even an unknown one, counts as transient. */
export const isPermanent = (error: unknown): boolean =>
  Reflect.get(Object(error), 'retryable') === false;

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
  const { userId, recordKey, showId, reminder: from, correlationId } = purchase;
  const to =
    from === undefined
      ? wantedReminderKey(show, purchase, confirmedAt(purchase))
      : purchaseReminderKey(show, purchase);
  if (to === undefined || to === from) return false;
  const now = clock();
  return moveReminder(store, {
    ...{ userId, recordKey, showId, correlationId, from, to },
    evenIfFired: isDueAfterMove(show, reminderDueAt(show, purchase), now),
    at: now.toISOString(),
  });
}
