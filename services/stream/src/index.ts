export { createStream, type StreamFunction } from './function.ts';
export { createSweep } from './sweep/function.ts';
export type { SweepCounts } from './sweep/sweep-reminders.ts';
