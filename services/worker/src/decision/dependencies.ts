import type { Log, Measure } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import type { WorkerPulse } from '../pulse/worker-pulse.ts';
import type { BucketMemory } from './bucket-memory.ts';

/** What decisions need from outside: tables, time, chance, and somebody to tell. */
export type DecisionDependencies = {
  readonly store: Store;
  readonly memory: BucketMemory;
  readonly pulse: WorkerPulse;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds until this batch must be left to redelivery. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};
