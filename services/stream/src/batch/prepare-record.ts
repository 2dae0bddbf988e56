import type { WillcallEvent } from '@willcall/contracts';
import { type ReadyEvent, readyEvent } from '@willcall/messaging';
import type { DynamoDBRecord } from 'aws-lambda';
import { purchaseEvents, seatEvents, showEvents } from '../derive/derive-events.ts';
import { readChange } from '../record/read-change.ts';
import { type AnnounceFiringDependencies, announceFiring } from '../reminders/announce-firing.ts';
import { keepReminder } from '../reminders/keep-reminder.ts';

/** What became of a record before anything of it is published. */
export type Prepared =
  | { readonly kind: 'ready'; readonly events: readonly ReadyEvent[] }
  /** It can never be announced. `reason` is a stable code. */
  | { readonly kind: 'hopeless'; readonly reason: string; readonly error: unknown }
  /** It may be announced another time. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Does all that a record asks for but publishing: derives its events and checks them, and writes its
 * reminder. An error that says no retry can help makes the record hopeless; every other one, unknown
 * ones too, is taken for a passing fault.
 */
export async function prepareRecord(
  record: DynamoDBRecord,
  dependencies: AnnounceFiringDependencies,
): Promise<Prepared> {
  try {
    const events = await eventsOf(record, dependencies);
    return { kind: 'ready', events };
  } catch (error) {
    const { retryable, code } = Object(error) as { retryable?: unknown; code?: unknown };
    return retryable === false && typeof code === 'string'
      ? { kind: 'hopeless', reason: code, error }
      : { kind: 'failed', error };
  }
}

async function eventsOf(
  record: DynamoDBRecord,
  dependencies: AnnounceFiringDependencies,
): Promise<ReadyEvent[]> {
  const change = readChange(record);
  switch (change.kind) {
    case 'bookkeeping':
      return [];
    case 'show':
      return checked(showEvents(change));
    case 'seat':
      return checked(seatEvents(change));
    case 'reminder':
      return checked(await announceFiring(change, dependencies));
    case 'purchase': {
      // What cannot be announced is parked whole: nothing of it is done before that is known.
      const events = checked(purchaseEvents(change));
      await keepReminder(change, dependencies);
      return events;
    }
  }
}

const checked = (events: readonly WillcallEvent[]): ReadyEvent[] => events.map(readyEvent);
