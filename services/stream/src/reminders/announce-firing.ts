import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import { judgeFiring } from '@willcall/domain';
import {
  dropReminder,
  moveReminder,
  type RemindedPurchase,
  type ReminderRecord,
  readRemindedPurchase,
  type ShowRecord,
} from '@willcall/store';
import { eventId, zoneOf } from '../derive/event-fields.ts';
import { StreamError } from '../errors.ts';
import type { ReminderRecordChange } from '../read-change.ts';
import type { ReminderDependencies } from './update-reminder.ts';

export type AnnounceFiringDependencies = ReminderDependencies & {
  /** Reads a show consistently, at most once per batch. */
  readonly findShow: (showId: string) => Promise<ShowRecord | undefined>;
};

/**
 * The events of a reminder change: ReminderDue if the reminder fired and still applies. Reads the purchase
 * consistently. If the show was moved to a later start whose due time is ahead, sets the reminder again and
 * stores its new key on the purchase, where later moves and cancellations find it. If the show has begun,
 * takes the reminder off the purchase, because a corrected start must still send it.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 * @throws StreamError UNREADABLE_RECORD
 */
export async function announceFiring(
  change: ReminderRecordChange,
  dependencies: AnnounceFiringDependencies,
): Promise<WillcallEvent[]> {
  const { store, clock, measure, findShow } = dependencies;
  const reminder = findFiredReminder(change, clock());
  if (reminder === undefined) return [];
  const [purchase, show] = await Promise.all([
    readRemindedPurchase(store, reminder),
    findShow(reminder.showId),
  ]);
  const now = clock();
  const verdict = judgeFiring(reminder, purchase, show, now);
  switch (verdict.kind) {
    case 'nothing':
      measure.count(`RemindersSilent_${verdict.because}`);
      return [];
    case 'suppress':
      measure.count(`RemindersSilent_${verdict.because}`);
      await dropReminder(store, reminder, reminder.dueKey);
      return [];
    case 'set-again':
      await rescheduleReminder(reminder, verdict.dueKey, dependencies);
      return [];
    case 'announce':
      if (purchase === undefined || show === undefined) return [];
      measure.milliseconds(
        'ReminderLateness',
        reminderLatenessMs(change, reminder, verdict.dueAt, now),
      );
      return [
        createReminderDue({
          ...{ reminder, purchase, show, now },
          dueAt: verdict.dueAt,
          recordedAt: change.recordedAt,
        }),
      ];
  }
}

async function rescheduleReminder(
  { dueKey, userId, recordKey, showId, correlationId }: ReminderRecord,
  to: string,
  { store, clock, measure }: AnnounceFiringDependencies,
): Promise<void> {
  const isMoved = await moveReminder(store, {
    ...{ userId, recordKey, showId, correlationId },
    from: dueKey,
    to,
    evenIfFired: true,
    at: clock().toISOString(),
  });
  // Otherwise, the purchase was cancelled since it was read, or has another reminder, which then applies.
  if (isMoved) measure.count('RemindersSetAgain');
}

/**
 * The reminder that fired in this change: `firedAt` appears on it, or it is removed once it is due, without
 * having fired or been cancelled. The code does not check that the TTL removed it, because not every emulator
 * says so. Only a person removes a reminder before it is due: nothing may be sent early.
 */
export function findFiredReminder(
  { before, after }: ReminderRecordChange,
  now: Date,
): ReminderRecord | undefined {
  if (after !== undefined) {
    return after.firedAt !== undefined && before?.firedAt === undefined ? after : undefined;
  }
  if (before?.firedAt !== undefined || before?.cancelledAt !== undefined) return undefined;
  const isDue = before !== undefined && Date.parse(before.dueAt) <= now.getTime();
  return isDue ? before : undefined;
}

/**
 * Milliseconds by which the service was late with a reminder. A reminder that was already due when it was
 * set, such as after its show moved to an earlier start, is set as fired and counts from then.
 */
function reminderLatenessMs(
  { before }: Pick<ReminderRecordChange, 'before'>,
  { firedAt }: Pick<ReminderRecord, 'firedAt'>,
  dueAt: string,
  now: Date,
): number {
  const since = before === undefined ? (firedAt ?? dueAt) : dueAt;
  return Math.max(0, now.getTime() - Date.parse(since));
}

/** A reminder to announce, with everything that a mailer needs. */
type DueReminder = {
  readonly reminder: ReminderRecord;
  readonly purchase: RemindedPurchase;
  readonly show: ShowRecord;
  /** The exact due time, ISO 8601. */
  readonly dueAt: string;
  /** When the table recorded the firing or the removal, ISO 8601. */
  readonly recordedAt: string;
  readonly now: Date;
};

/**
 * ReminderDue for a reminder that fired, or that the TTL removed unfired.
 *
 * @throws StreamError UNREADABLE_RECORD if the purchase has no quantity.
 */
function createReminderDue({
  reminder,
  purchase,
  show,
  dueAt,
  recordedAt,
  now,
}: DueReminder): WillcallEvent {
  const { userId, recordKey } = reminder;
  if (purchase.quantity === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'The purchase has no quantity');
  }
  const detail: EventDetail<'ReminderDue'> = {
    // The minute of the key, because a move of the show by seconds changes the exact due time.
    eventId: eventId('ReminderDue', userId, recordKey, reminder.dueAt),
    version: EVENT_VERSION,
    occurredAt: reminder.firedAt ?? recordedAt,
    correlationId: purchase.correlationId,
    purchaseId: purchase.purchaseId,
    userId,
    showId: show.showId,
    showName: show.name,
    venue: show.venue,
    startsAt: show.startsAt,
    ...zoneOf(show),
    tickets: purchase.quantity,
    dueAt,
    lateBySeconds: Math.max(0, Math.floor((now.getTime() - Date.parse(dueAt)) / 1_000)),
  };
  return { type: 'ReminderDue', detail };
}
