import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import { judgeFiring } from '@willcall/domain';
import {
  moveReminder,
  type RemindedPurchase,
  type ReminderRecord,
  readRemindedPurchase,
  type ShowRecord,
} from '@willcall/store';
import { eventId } from '../derive/event-fields.ts';
import { StreamError } from '../errors.ts';
import type { ReminderRecordChange } from '../read-change.ts';
import type { ReminderDependencies } from './update-reminder.ts';

export type AnnounceFiringDependencies = ReminderDependencies & {
  /** A consistent look at a show, at most one for each batch. */
  readonly findShow: (showId: string) => Promise<ShowRecord | undefined>;
};

/**
 * What a change of a reminder tells: ReminderDue, when it fired and there is still something to be
 * reminded of; the purchase is read consistently. A reminder whose show has moved later is set again: the
 * purchase remembers the new one, and whoever moves or cancels it next finds it there.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 * @throws StreamError UNREADABLE_RECORD
 */
export async function announceFiring(
  change: ReminderRecordChange,
  dependencies: AnnounceFiringDependencies,
): Promise<WillcallEvent[]> {
  const reminder = findFiredReminder(change);
  if (reminder === undefined) return [];
  const { store, clock, measure, findShow } = dependencies;
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
    case 'set-again':
      await rescheduleReminder(reminder, verdict.dueKey, dependencies);
      return [];
    case 'announce':
      if (purchase === undefined || show === undefined) return [];
      measure.milliseconds('ReminderLateness', reminderLatenessMs(change, reminder, now));
      return [createReminderDue({ reminder, purchase, show, recordedAt: change.recordedAt, now })];
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
    hasFired: true,
    at: clock().toISOString(),
  });
  // Else its purchase was cancelled since it was read, or has another reminder: that one counts.
  if (isMoved) measure.count('RemindersSetAgain');
}

/**
 * The reminder that fired by this change: `firedAt` appears on it, or it is removed without ever
 * having fired or been cancelled. Who removed it is not asked: it is the TTL, and not every
 * emulator's TTL says so.
 */
export function findFiredReminder({
  before,
  after,
}: ReminderRecordChange): ReminderRecord | undefined {
  if (after !== undefined) {
    return after.firedAt !== undefined && before?.firedAt === undefined ? after : undefined;
  }
  return before?.firedAt === undefined && before?.cancelledAt === undefined ? before : undefined;
}

/**
 * Milliseconds that the service was late with a reminder. One that was due before it could be set, of a
 * ticket bought on the last day, is set as fired: nobody has kept it waiting until then.
 */
function reminderLatenessMs(
  { before }: Pick<ReminderRecordChange, 'before'>,
  { dueAt, firedAt }: Pick<ReminderRecord, 'dueAt' | 'firedAt'>,
  now: Date,
): number {
  const since = before === undefined ? (firedAt ?? dueAt) : dueAt;
  return Math.max(0, now.getTime() - Date.parse(since));
}

/** A reminder that is to be announced: all that a mailer needs without a look-up. */
type DueReminder = {
  readonly reminder: ReminderRecord;
  readonly purchase: RemindedPurchase;
  readonly show: ShowRecord;
  /** When the table recorded the firing or the removal, ISO 8601. */
  readonly recordedAt: string;
  readonly now: Date;
};

/**
 * ReminderDue: of a reminder that fired, or that the TTL removed unfired.
 *
 * @throws StreamError UNREADABLE_RECORD when the purchase is without its quantity.
 */
function createReminderDue({
  reminder,
  purchase,
  show,
  recordedAt,
  now,
}: DueReminder): WillcallEvent {
  const { userId, recordKey, dueAt } = reminder;
  if (purchase.quantity === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'A purchase is without its quantity');
  }
  const detail: EventDetail<'ReminderDue'> = {
    eventId: eventId('ReminderDue', userId, recordKey, dueAt),
    version: EVENT_VERSION,
    occurredAt: reminder.firedAt ?? recordedAt,
    correlationId: purchase.correlationId,
    purchaseId: purchase.purchaseId,
    userId,
    showId: show.showId,
    showName: show.name,
    venue: show.venue,
    startsAt: show.startsAt,
    tickets: purchase.quantity,
    dueAt,
    lateBySeconds: Math.max(0, Math.floor((now.getTime() - Date.parse(dueAt)) / 1_000)),
  };
  return { type: 'ReminderDue', detail };
}
