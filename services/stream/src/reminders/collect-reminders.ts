import { type NewReminder, type Store, setReminders } from '@willcall/store';

/** Sets a reminder, together with others. Returns whether it waits; false if it had fired. */
export type SetReminder = (reminder: NewReminder) => Promise<boolean>;

type Waiting = {
  readonly reminder: NewReminder;
  readonly resolve: (isSet: boolean) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Collects the reminders that concurrent changes set at the same time, and sets them together. A batch
 * of a hundred purchases then makes 4 calls, not 100. Each reminder has a result of its own, so a
 * reminder that fails holds up only the change that sets it.
 */
export function collectReminders({
  store,
  clock,
}: {
  readonly store: Store<'reminders'>;
  readonly clock: () => Date;
}): SetReminder {
  let waiting: Waiting[] = [];
  const setAll = async () => {
    const together = waiting;
    waiting = [];
    try {
      const results = await setReminders(
        store,
        together.map(({ reminder }) => reminder),
        clock(),
      );
      for (const [index, { resolve, reject }] of together.entries()) {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason ?? new TypeError('A reminder has no result'));
      }
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  };
  return (reminder) =>
    new Promise((resolve, reject) => {
      // Runs after all changes have taken the step that they can take without waiting.
      if (waiting.length === 0) setImmediate(() => void setAll());
      waiting.push({ reminder, resolve, reject });
    });
}
