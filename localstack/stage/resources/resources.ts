import {
  type BucketId,
  buckets,
  type QueueId,
  queues,
  type TableId,
  tables,
} from '@willcall/topology';
import * as z from 'zod';

const QueueResource = z.object({ url: z.string(), arn: z.string() });

const idsOf = <Id extends string>(definitions: Readonly<Record<Id, unknown>>): Id[] =>
  Object.keys(definitions) as Id[];

/** The tables, queues, buckets and bus of a stage, by the ids of their definitions. */
export const Resources = z.object({
  tables: z.record(z.enum(idsOf<TableId>(tables)), z.string()),
  /** The stream ARNs of the tables that have a stream. */
  streams: z.partialRecord(z.enum(idsOf<TableId>(tables)), z.string()),
  queues: z.record(z.enum(idsOf<QueueId>(queues)), QueueResource),
  buckets: z.record(z.enum(idsOf<BucketId>(buckets)), z.string()),
  /** The name of the event bus. */
  bus: z.string(),
});

export type QueueResource = Readonly<z.infer<typeof QueueResource>>;
export type Resources = z.infer<typeof Resources>;

/** Settings that a test can override. */
export type ResourceOverrides = {
  readonly maxReceiveCount?: number;
  readonly visibilityTimeoutSeconds?: number;
  /**
   * `false` creates tables without streams. DynamoDB Local searches all streams at each write to a table
   * with a stream, so it becomes slow with hundreds of stages.
   */
  readonly streams?: boolean;
};
