import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { RemindedPurchase, ReminderRecord, ShowRecord } from '@willcall/store';
import { StreamError } from '../errors.ts';
import { eventId } from './event-fields.ts';

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
export function reminderDue({
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
