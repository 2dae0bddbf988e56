export { createStream } from './handler.ts';
export type { StreamFunction } from './stream-function.ts';
export { createSweep } from './sweep/handler.ts';
export type { SweepCounts } from './sweep/sweep-reminders.ts';
export { createTally } from './tally/handler.ts';
