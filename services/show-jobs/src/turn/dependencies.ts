import type { Log, Measure } from '@willcall/lambda';
import type { Store } from '@willcall/store';

/** What the jobs need from outside: tables, time, chance, and patience. */
export type ShowJobsDependencies = {
  readonly store: Store<'shows' | 'stock' | 'seats' | 'purchases' | 'reminders'>;
  readonly clock: () => Date;
  /** As Math.random: from 0 up to 1. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds until this turn must leave the rest to the next one. */
  readonly timeLeft: () => number;
  /** Records of the Purchases table looked at in one read. */
  readonly pageRecords: number;
  readonly log: Log;
  readonly measure: Measure;
};
