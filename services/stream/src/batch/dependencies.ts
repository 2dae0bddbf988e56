import type { Log, Measure } from '@willcall/lambda';
import type { Bus, Pace, Queue } from '@willcall/messaging';
import type { Store } from '@willcall/store';

/** What announcing needs from outside: tables, bus, a place for what cannot be announced, and time. */
export type StreamDependencies = {
  readonly store: Store<'shows' | 'purchases' | 'reminders'>;
  readonly bus: Bus;
  readonly parkedEvents: Queue;
  readonly clock: () => Date;
  readonly pace: Pace;
  readonly log: Log;
  readonly measure: Measure;
};
