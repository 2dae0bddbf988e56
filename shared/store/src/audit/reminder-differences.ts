import {
  parseReminderDueAt,
  purchaseReminderKey,
  reminderDueAt,
  wantedReminderKey,
} from '@willcall/domain';
import { purchaseRef } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditItemName } from './audit-items.ts';
import type { AuditedReminder } from './audited-records.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import type { RemindedFact } from './sale-facts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The stream sets and cancels reminders after a change of the purchase, within seconds. */
const STREAM_LATE_MS = 15 * MINUTE_MS;
/** A sweep runs every minute, and an alarm rings if it does not. */
const SWEEP_LATE_MS = HOUR_MS;
/** DynamoDB removes a reminder a day after it is due. */
const KEPT_MS = 23 * HOUR_MS;
/** Clocks differ, and an earlier release rounded the minute of a reminder down. */
const ROUNDING_MS = MINUTE_MS;

/** The reminders of a show, and the purchases that they belong to. */
export type ReminderBooks = {
  readonly show: Pick<ShowRecord, 'showId' | 'startsAt' | 'reminderLeadSeconds' | 'cancelledAt'>;
  /** Whether a job is moving the reminders of the show. */
  readonly isMoving: boolean;
  /** By `purchaseRef`. */
  readonly purchases: ReadonlyMap<string, RemindedFact>;
  readonly reminders: readonly AuditedReminder[];
  readonly now: Date;
};

/** A difference, and the `purchaseRef` of the purchase or reminder to read again. */
export type ReminderDifference = AuditDifference & { readonly ref: string };

/** Finds contradictions within reminders, and between reminders and their purchases. */
export const findReminderDifferences = (books: ReminderBooks): ReminderDifference[] => {
  const byName = new Map(books.reminders.map((reminder) => [nameOf(reminder), reminder]));
  return [
    ...books.reminders.flatMap((reminder) => [
      ...describe('REMINDER_KEY', reminder, findKeyFaults(books, reminder)),
      ...describe('REMINDER_STATE', reminder, findStateFaults(reminder)),
      ...describe('REMINDER_OVERDUE', reminder, findOverdueFaults(books, reminder)),
      ...describe('REMINDER_WITHOUT_PURCHASE', reminder, findPurchaseFaults(books, reminder)),
    ]),
    ...[...books.purchases].flatMap(([ref, purchase]) => {
      if (purchase.status !== 'CONFIRMED' || books.show.cancelledAt !== undefined) return [];
      const reminder = byName.get(`${purchase.reminder} ${ref}`);
      return [
        ...name('REMINDER_MISSING', ref, purchase, findMissingFaults(books, purchase, reminder)),
        ...name('REMINDER_DUE', ref, purchase, findDueFaults(books, purchase, reminder)),
      ];
    }),
  ];
};

const nameOf = ({ dueKey, purchaseRef: ref }: AuditedReminder): string => `${dueKey} ${ref}`;

const describe = (
  code: AuditItemName,
  { dueKey, purchaseRef: ref, userId }: AuditedReminder,
  faults: readonly string[],
): ReminderDifference[] =>
  addRef(ref, describeFaults(code, `Reminder ${dueKey} of ${ref}`, faults, { userId }));

const name = (
  code: AuditItemName,
  ref: string,
  { purchaseId, userId }: RemindedFact,
  faults: readonly string[],
): ReminderDifference[] =>
  addRef(ref, describeFaults(code, `Purchase ${purchaseId}`, faults, { purchaseId, userId }));

const addRef = (ref: string, differences: readonly AuditDifference[]): ReminderDifference[] =>
  differences.map((difference) => ({ ...difference, ref }));

const isWaiting = ({ firedAt, cancelledAt }: AuditedReminder): boolean =>
  firedAt === undefined && cancelledAt === undefined;

function findKeyFaults({ show }: ReminderBooks, reminder: AuditedReminder): string[] {
  const { dueKey, userId, recordKey, dueAt, expiresAt } = reminder;
  const faults: string[] = [];
  const ref = purchaseRef(userId, recordKey);
  if (ref !== reminder.purchaseRef) faults.push(`names the purchase ${ref}`);
  const [minute, lane] = dueKey.split('#');
  const [, expected] = purchaseReminderKey(show, { userId, recordKey }).split('#');
  if (lane !== expected) faults.push(`is in lane ${lane}, but its purchase gives lane ${expected}`);
  if (Math.abs(Date.parse(`${minute}:00Z`) - Date.parse(dueAt)) >= ROUNDING_MS)
    faults.push(`is due at ${dueAt}, but its key says ${minute}`);
  if (reminder.showId !== show.showId)
    faults.push(`names show ${reminder.showId}, but its purchase is for show ${show.showId}`);
  if (expiresAt * 1_000 < Date.parse(dueAt)) faults.push('expires before it is due');
  return faults;
}

function findStateFaults({ firedAt, cancelledAt, dueAt }: AuditedReminder): string[] {
  const faults: string[] = [];
  if (firedAt !== undefined && cancelledAt !== undefined)
    faults.push(`has fired at ${firedAt} and was cancelled at ${cancelledAt}`);
  if (firedAt !== undefined && Date.parse(firedAt) < Date.parse(dueAt) - ROUNDING_MS)
    faults.push(`has fired at ${firedAt}, before it was due at ${dueAt}`);
  return faults;
}

function findOverdueFaults({ now }: ReminderBooks, reminder: AuditedReminder): string[] {
  const late = now.getTime() - Date.parse(reminder.dueAt);
  return isWaiting(reminder) && late > SWEEP_LATE_MS
    ? [`was due at ${reminder.dueAt} and still waits`]
    : [];
}

function findPurchaseFaults(
  { purchases, now }: ReminderBooks,
  reminder: AuditedReminder,
): string[] {
  if (!isWaiting(reminder)) return [];
  const purchase = purchases.get(reminder.purchaseRef);
  if (purchase === undefined) return ['waits, but the show has no such purchase'];
  const { status, purchaseId, cancelledAt, decidedAt } = purchase;
  if (status === 'CONFIRMED' || !isOlder(cancelledAt ?? decidedAt, STREAM_LATE_MS, now)) return [];
  return [`waits, but the purchase ${purchaseId} is ${status}`];
}

function findMissingFaults(
  { show, isMoving, now }: ReminderBooks,
  purchase: RemindedFact,
  reminder: AuditedReminder | undefined,
): string[] {
  const { reminder: key, decidedAt, erasedAt } = purchase;
  if (!isOlder(decidedAt, STREAM_LATE_MS, now)) return [];
  if (key !== undefined) {
    if (reminder?.cancelledAt !== undefined && reminder.firedAt === undefined)
      return [`is CONFIRMED, but its reminder ${key} was cancelled at ${reminder.cancelledAt}`];
    const isGone = isOlder(parseDueAt(key), KEPT_MS, now);
    return reminder === undefined && !isGone
      ? [`names the reminder ${key}, which does not exist`]
      : [];
  }
  // Erasure removes the lead that the buyer requested.
  if (isMoving || decidedAt === undefined || erasedAt !== undefined) return [];
  const wanted = wantedReminderKey(show, purchase, decidedAt);
  const isAhead = Date.parse(reminderDueAt(show, purchase)) > now.getTime();
  return wanted !== undefined && isAhead ? [`has no reminder, but its show gives ${wanted}`] : [];
}

function findDueFaults(
  { show, isMoving }: ReminderBooks,
  purchase: RemindedFact,
  reminder: AuditedReminder | undefined,
): string[] {
  // Erasure removes the lead that the buyer requested.
  if (isMoving || purchase.erasedAt !== undefined) return [];
  if (reminder === undefined || !isWaiting(reminder)) return [];
  const dueAt = parseReminderDueAt(purchaseReminderKey(show, purchase));
  const difference = Math.abs(Date.parse(reminder.dueAt) - Date.parse(dueAt));
  if (difference <= ROUNDING_MS) return [];
  return [`has a reminder due at ${reminder.dueAt}, but its show and its lead give ${dueAt}`];
}

/** Unlike `parseReminderDueAt`, it accepts a damaged key. Its time is then unreadable. */
const parseDueAt = (dueKey: string): string => `${dueKey.slice(0, 16)}:00Z`;

/** Whether a time is so long ago. An unreadable time is reported as such. */
const isOlder = (at: string | undefined, ms: number, now: Date): boolean =>
  at !== undefined && now.getTime() - Date.parse(at) > ms;
