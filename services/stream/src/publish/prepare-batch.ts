import type { WillcallEvent } from '@willcall/contracts';
import { type PreparedEvent, prepareEvent } from '@willcall/messaging';
import { readShow, type ShowRecord } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { seatEvents } from '../derive/price-changes.ts';
import { purchaseEvents } from '../derive/purchases.ts';
import { showEvents } from '../derive/shows.ts';
import { StreamError } from '../errors.ts';
import { readChange } from '../read-change.ts';
import { type AnnounceFiringDependencies, announceFiring } from '../reminders/announce-firing.ts';
import {
  collectReminders,
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

type BatchDependencies = AnnounceFiringDependencies & { readonly setReminder: SetReminder };

/**
 * Prepares the records of a batch: in order within an item, concurrently across items. After a failed
 * change, later changes of its item are not tried.
 *
 * @returns the outcome of each record, in the batch's order.
 */
export async function prepareBatch(
  records: readonly DynamoDBRecord[],
  dependencies: ReminderDependencies,
): Promise<Prepared[]> {
  const ofBatch: BatchDependencies = {
    ...dependencies,
    findShow: cacheShowReads(dependencies),
    setReminder: collectReminders(dependencies),
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
 * Derives and checks the events of a record, and writes its reminder. An error that is marked as not
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
      // An unpublishable record is parked whole, so check its events before writing its reminder.
      const events = checkEvents(purchaseEvents(change));
      await updateReminder(change, dependencies);
      return events;
    }
  }
}

const checkEvents = (events: readonly WillcallEvent[]): PreparedEvent[] => events.map(prepareEvent);
