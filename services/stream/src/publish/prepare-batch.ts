import type { WillcallEvent } from '@willcall/contracts';
import { type PreparedEvent, prepareEvent } from '@willcall/messaging';
import {
  type DuePaymentChange,
  readShow,
  type ShowRecord,
  type Store,
  setReminders,
  updateDuePayments,
} from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { seatEvents } from '../derive/price-changes.ts';
import { purchaseEvents } from '../derive/purchases.ts';
import { showEvents } from '../derive/shows.ts';
import { StreamError } from '../errors.ts';
import { type PaymentDependencies, updatePayment } from '../payments/update-payment.ts';
import { readChange } from '../read-change.ts';
import { type AnnounceFiringDependencies, announceFiring } from '../reminders/announce-firing.ts';
import {
  type ReminderDependencies,
  type SetReminder,
  updateReminder,
} from '../reminders/update-reminder.ts';

/** The outcome of a record before its events are published. */
export type Prepared =
  | { readonly kind: 'ready'; readonly events: readonly PreparedEvent[] }
  /** It can never be announced. `reason` is a stable code. */
  | { readonly kind: 'unpublishable'; readonly reason: string; readonly error: unknown }
  /** It can be announced by a retry. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** Dependencies of what a change writes: reminders and due payments. */
export type ChangeDependencies = ReminderDependencies &
  PaymentDependencies & { readonly store: Store<'due-payments'> };

type BatchDependencies = AnnounceFiringDependencies &
  PaymentDependencies & {
    readonly setReminder: SetReminder;
    readonly changeDuePayment: (change: DuePaymentChange) => Promise<void>;
  };

/**
 * Prepares the records of a batch: in order within an item, concurrently across items. After a failed
 * change, later changes of its item are not tried.
 *
 * @returns the outcome of each record, in the batch's order.
 */
export async function prepareBatch(
  records: readonly DynamoDBRecord[],
  dependencies: ChangeDependencies,
): Promise<Prepared[]> {
  const { store, clock } = dependencies;
  const ofBatch: BatchDependencies = {
    ...dependencies,
    findShow: cacheShowReads(dependencies),
    setReminder: collectCalls((reminders) => setReminders(store, reminders, clock())),
    changeDuePayment: collectCalls((changes) => updateDuePayments(store, changes)),
  };
  const prepared: Prepared[] = [];
  const byItem = Map.groupBy(
    records.map((record, index) => ({ record, index })),
    ({ record }) => JSON.stringify(record.dynamodb?.Keys),
  );
  await Promise.all(
    [...byItem.values()].map(async (ofItem) => {
      let hasFailed = false;
      for (const { record, index } of ofItem) {
        const outcome: Prepared = hasFailed
          ? behindAFailure()
          : await prepareRecord(record, ofBatch);
        hasFailed = outcome.kind === 'failed';
        prepared[index] = outcome;
      }
    }),
  );
  return prepared;
}

type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Collects what concurrent changes write at the same time, and writes it together. A batch of a hundred
 * purchases then makes 4 calls, not 100. Each item has a result of its own, so an item that fails holds up
 * only the change that writes it.
 *
 * @param writeAll returns one result for each item, in order.
 */
function collectCalls<T, R>(
  writeAll: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  const write = async () => {
    const together = waiting;
    waiting = [];
    try {
      const results = await writeAll(together.map(({ item }) => item));
      for (const [index, { resolve, reject }] of together.entries()) {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason ?? new TypeError('An item has no result'));
      }
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      // Runs after all changes have taken the step that they can take without waiting.
      if (waiting.length === 0) setImmediate(() => void write());
      waiting.push({ item, resolve, reject });
    });
}

/** Reads each show once per batch. A show's buyers are reminded in the same minute, so in the same batches. */
function cacheShowReads({ store }: ReminderDependencies) {
  const shows = new Map<string, Promise<ShowRecord | undefined>>();
  return (showId: string): Promise<ShowRecord | undefined> => {
    const show = shows.get(showId) ?? readShow(store, showId, { consistent: true });
    shows.set(showId, show);
    return show;
  };
}

const behindAFailure = (): Prepared => ({
  kind: 'failed',
  error: new StreamError('BEHIND_A_FAILURE', 'An earlier change of the item failed'),
});

/**
 * Derives and checks the events of a record, and writes its reminder and its due payment. An error that is marked as not
 * retryable makes the record unpublishable. Every other error, even an unknown one, counts as transient.
 */
async function prepareRecord(
  record: DynamoDBRecord,
  dependencies: BatchDependencies,
): Promise<Prepared> {
  try {
    const events = await deriveEvents(record, dependencies);
    return { kind: 'ready', events };
  } catch (error) {
    const { retryable, code } = Object(error) as { retryable?: unknown; code?: unknown };
    return retryable === false && typeof code === 'string'
      ? { kind: 'unpublishable', reason: code, error }
      : { kind: 'failed', error };
  }
}

async function deriveEvents(
  record: DynamoDBRecord,
  dependencies: BatchDependencies,
): Promise<PreparedEvent[]> {
  const change = readChange(record);
  switch (change.kind) {
    case 'bookkeeping':
      return [];
    case 'show':
      return checkEvents(showEvents(change));
    case 'seat':
      return checkEvents(seatEvents(change));
    case 'reminder':
      return checkEvents(await announceFiring(change, dependencies));
    case 'purchase': {
      // An unpublishable record is parked whole, so check its events before writing anything.
      const events = checkEvents(purchaseEvents(change));
      await Promise.all([
        updateReminder(change, dependencies),
        updatePayment(change, dependencies),
      ]);
      return events;
    }
  }
}

const checkEvents = (events: readonly WillcallEvent[]): PreparedEvent[] => events.map(prepareEvent);
