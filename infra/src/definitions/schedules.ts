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
];
