import type { WillcallEvent } from '@willcall/contracts';
import { judgeFiring } from '@willcall/domain';
import {
  moveReminder,
  type ReminderRecord,
  readRemindedPurchase,
  type ShowRecord,
} from '@willcall/store';
import type { StreamDependencies } from '../batch/dependencies.ts';
import { reminderDue } from '../derive/reminder-due.ts';
import type { ReminderChange } from '../record/change.ts';
import { firedReminder } from './fired-reminder.ts';
import { reminderLatenessMs } from './reminder-lateness.ts';

export type AnnounceFiringDependencies = Pick<StreamDependencies, 'store' | 'clock' | 'measure'> & {
  /** A consistent look at a show, at most one for each batch. */
  readonly showOf: (showId: string) => Promise<ShowRecord | undefined>;
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
  change: ReminderChange,
  dependencies: AnnounceFiringDependencies,
): Promise<WillcallEvent[]> {
  const reminder = firedReminder(change);
  if (reminder === undefined) return [];
  const { store, clock, measure, showOf } = dependencies;
  const [purchase, show] = await Promise.all([
    readRemindedPurchase(store, reminder),
    showOf(reminder.showId),
  ]);
  const now = clock();
  const verdict = judgeFiring(reminder, purchase, show, now);
  switch (verdict.kind) {
    case 'nothing':
      measure.count(`RemindersSilent_${verdict.because}`);
      return [];
    case 'set-again':
      await setAgain(reminder, verdict.dueKey, dependencies);
      return [];
    case 'announce':
      if (purchase === undefined || show === undefined) return [];
      measure.milliseconds('ReminderLateness', reminderLatenessMs(change, reminder, now));
      return [reminderDue({ reminder, purchase, show, recordedAt: change.recordedAt, now })];
  }
}

async function setAgain(
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
