import type { FunctionId, QueueId, StageName, TableId } from '@willcall/topology';

/** The physical names of what a stage's alarms and dashboard look at. */
export type Watched = {
  readonly stage: StageName;
  readonly functions: Readonly<Record<FunctionId, string>>;
  readonly queues: Readonly<Record<QueueId, string>>;
  readonly tables: Readonly<Record<TableId, string>>;
  readonly bus: string;
  /** The queue of what a rule, a schedule or an upload could not be delivered to. */
  readonly failedTargets?: string | undefined;
  /** The id of the HTTP API, where the stage has one. */
  readonly apiId?: string | undefined;
};
