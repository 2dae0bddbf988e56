import type { FunctionId } from './functions.ts';

export type ScheduleDefinition = {
  readonly name: string;
  readonly everyMinutes: number;
  readonly function: FunctionId;
};

/** What runs by the clock. A reminder is at most about one of these minutes late. */
export const schedules: readonly ScheduleDefinition[] = [
  { name: 'fire-reminders', everyMinutes: 1, function: 'sweep' },
  { name: 'run-show-jobs', everyMinutes: 1, function: 'show-jobs' },
  // As long as wrong books may stay untold; the audit slices its shows by the same minutes.
  { name: 'audit-sales', everyMinutes: 15, function: 'audit' },
];
