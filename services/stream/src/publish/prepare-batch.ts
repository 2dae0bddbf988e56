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
import { type ReminderDependencies, updateReminder } from '../reminders/update-reminder.ts';

/** What became of a record before anything of it is published. */
export type Prepared =
  | { readonly kind: 'ready'; readonly events: readonly PreparedEvent[] }
  /** It can never be announced. `reason` is a stable code. */
  | { readonly kind: 'unpublishable'; readonly reason: string; readonly error: unknown }
  /** It may be announced another time. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Prepares the records of a batch: those of one item in their order, those of different items side by
 * side. After a change that failed, the later ones of its item are not even tried.
 *
 * @returns what became of each record, in the batch's order.
 */
export async function prepareBatch(
  records: readonly DynamoDBRecord[],
  dependencies: ReminderDependencies,
): Promise<Prepared[]> {
  const withShows = { ...dependencies, findShow: cacheShowReads(dependencies) };
  const prepared: Prepared[] = [];
  const byItem = Map.groupBy(
    records.map((record, place) => ({ record, place })),
    ({ record }) => JSON.stringify(record.dynamodb?.Keys),
  );
  await Promise.all(
    [...byItem.values()].map(async (ofItem) => {
      let hasFailed = false;
      for (const { record, place } of ofItem) {
        const outcome: Prepared = hasFailed
          ? behindAFailure()
          : await prepareRecord(record, withShows);
        hasFailed = outcome.kind === 'failed';
        prepared[place] = outcome;
      }
    }),
  );
  return prepared;
}

/** All buyers of a show are reminded in the same minute, and so in the same batches. */
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
 * Does all that a record asks for but publishing: derives its events and checks them, and writes its
 * reminder. An error that says no retry can help makes the record hopeless; every other one, unknown
 * ones too, is taken for a passing fault.
 */
async function prepareRecord(
  record: DynamoDBRecord,
  dependencies: AnnounceFiringDependencies,
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
  dependencies: AnnounceFiringDependencies,
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
      // What cannot be announced is parked whole: nothing of it is done before that is known.
      const events = checkEvents(purchaseEvents(change));
      await updateReminder(change, dependencies);
      return events;
    }
  }
}

const checkEvents = (events: readonly WillcallEvent[]): PreparedEvent[] => events.map(prepareEvent);
