import type { Guard } from '../guard.ts';

/** Guards that give every change one event id and announce every reminder once. */
export const announcementGuards: readonly Guard[] = [
  {
    guard: 'An event keeps its id on every redelivery.',
    file: 'services/stream/src/derive/event-fields.ts',
    from: 'JSON.stringify([type, ...unique])',
    to: 'JSON.stringify([type, ...unique, Math.random()])',
    tests: 'test/e2e/announce-changes.test.ts',
    caughtBy: 'a batch that is delivered twice yields the same event ids',
  },
  {
    guard: 'A reminder fires once.',
    file: 'shared/store/src/reminders/reminder.ts',
    from: 'ConditionExpression: isWaiting,',
    to: "ConditionExpression: isWaiting.slice(0, 'attribute_exists(dueKey)'.length),",
    tests: 'test/e2e/announce-reminders.test.ts',
    caughtBy: 'does not fire a reminder that another sweep has fired since it was read',
  },
  {
    guard: 'A price change never overwrites the stamp of a later one.',
    file: 'shared/store/src/shows/stamp-price-change.ts',
    from: "'price = :price AND priceVersion = :version'",
    to: "'price = :price'",
    tests: 'test/e2e/price-metadata.test.ts',
    caughtBy: 'does not overwrite a later change',
  },
  {
    guard: 'A reminder is announced only if its purchase still refers to it.',
    file: 'shared/domain/src/reminders.ts',
    from: "if (purchase.reminder !== reminder.dueKey) return skip('MOVED');",
    to: '',
    tests: 'test/e2e/show-jobs-reminders.test.ts',
    caughtBy: 'write and before its stream',
  },
  {
    guard: 'A reminder of a cancelled show is never announced.',
    file: 'shared/domain/src/reminders.ts',
    from: "if (show.cancelledAt !== undefined) return skip('SHOW_CANCELLED');",
    to: '',
    tests: 'test/e2e/show-jobs-cancel.test.ts',
    caughtBy: 'no reminder of a cancelled show fires',
  },
  {
    guard: 'A show job ends only after a full pass that started once sales in flight were settled.',
    file: 'services/show-jobs/src/process-page.ts',
    from: '90_000',
    to: '0',
    tests: 'test/e2e/show-jobs-cancel.test.ts',
    caughtBy: 'a sale that was committed with the show as it was before',
  },
];
