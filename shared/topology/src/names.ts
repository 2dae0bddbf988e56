import type { BucketId } from './buckets.ts';
import { type QueueId, queues } from './queues.ts';
import type { TableId } from './tables.ts';

/** One deployment or one local AWS. It is part of every resource name, so several stages can coexist. */
export type StageName = string;

/** The name of a function in a stage, e.g. `willcall-dev-accept`. */
export const functionName = (stage: StageName, name: string): string => `willcall-${stage}-${name}`;

/** The name of a table in a stage, e.g. `willcall-dev-shows`. */
export const tableName = (stage: StageName, table: TableId): string => `willcall-${stage}-${table}`;

/** The name of a queue in a stage, e.g. `willcall-dev-purchases.fifo`. */
export const queueName = (stage: StageName, queue: QueueId): string =>
  `willcall-${stage}-${queue}${queues[queue].fifo ? '.fifo' : ''}`;

/** The name of a bucket in a stage, e.g. `willcall-dev-flyers`. */
export const bucketName = (stage: StageName, bucket: BucketId): string =>
  `willcall-${stage}-${bucket}`;

/** The bus of a stage, e.g. `willcall-dev`. */
export const busName = (stage: StageName): string => `willcall-${stage}`;
