import { REMINDER_LANES, reminderPartition } from '@willcall/domain';
import { fireReminder, listWaitingReminders, type Store } from '@willcall/store';

/**
 * Reminders of one lane that are fired at once. With all lanes beside one another that is some more
 * than the 50 connections that the SDK opens, and less than half of what a partition takes a second.
 */
const FIRED_AT_ONCE = 6;

export type SweepMinuteDependencies = {
  readonly store: Store<'reminders'>;
  readonly clock: () => Date;
};

/**
 * Fires every reminder of a minute that waits, all lanes beside one another: at least 0.5 read units
 * for each lane, and 1 write unit for each reminder.
 *
 * @returns how many this sweep fired; another one at the same time may have fired the others.
 * @throws StoreError STORE_UNAVAILABLE; the minute must be swept again.
 */
export async function sweepMinute(
  minute: string,
  dependencies: SweepMinuteDependencies,
): Promise<number> {
  const lanes = Array.from({ length: REMINDER_LANES }, (_, lane) =>
    sweepLane(reminderPartition(minute, lane), dependencies),
  );
  return (await Promise.all(lanes)).reduce((sum, fired) => sum + fired, 0);
}

async function sweepLane(
  dueKey: string,
  { store, clock }: SweepMinuteDependencies,
): Promise<number> {
  let fired = 0;
  for await (const waiting of listWaitingReminders(store, dueKey)) {
    for (let at = 0; at < waiting.length; at += FIRED_AT_ONCE) {
      const results = await Promise.all(
        waiting
          .slice(at, at + FIRED_AT_ONCE)
          .map((reminder) => fireReminder(store, reminder, clock().toISOString())),
      );
      fired += results.filter(Boolean).length;
    }
  }
  return fired;
}
