export { createStream, type StreamFunction } from './handler.ts';
export { createSweep } from './sweep/handler.ts';
export type { SweepCounts } from './sweep/sweep-reminders.ts';
