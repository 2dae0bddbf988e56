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

/** The tables, queues, buckets and bus of a stage, by what they hold: all that the definitions name. */
export const Resources = z.object({
  tables: z.record(z.enum(idsOf<TableId>(tables)), z.string()),
  /** The ARNs of the streams of those tables that have one. */
  streams: z.partialRecord(z.enum(idsOf<TableId>(tables)), z.string()),
  queues: z.record(z.enum(idsOf<QueueId>(queues)), QueueResource),
  buckets: z.record(z.enum(idsOf<BucketId>(buckets)), z.string()),
  /** The name of the event bus. */
  bus: z.string(),
});

export type QueueResource = Readonly<z.infer<typeof QueueResource>>;
export type Resources = z.infer<typeof Resources>;

/** What a test may want otherwise than it is deployed. */
export type ResourceOverrides = {
  readonly maxReceiveCount?: number;
  readonly visibilityTimeoutSeconds?: number;
  /**
   * `false`: tables without streams. DynamoDB Local looks through all streams that there are at each
   * write to a table with one, so hundreds of stages on one of it become slow.
   */
  readonly streams?: boolean;
};
