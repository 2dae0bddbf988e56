import type { BucketId } from '../../definitions/buckets.ts';
import type { QueueId } from '../../definitions/queues.ts';
import type { TableId } from '../../definitions/tables.ts';

/** What a role may be allowed to use: by what it holds, since its name and ARN are a stage's. */
export type AccessedResource =
  | { readonly kind: 'table'; readonly table: TableId }
  | { readonly kind: 'index'; readonly table: TableId; readonly index: string }
  | { readonly kind: 'stream'; readonly table: TableId }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'bus' }
  /** The bucket itself, as listing it needs. */
  | { readonly kind: 'bucket'; readonly bucket: BucketId }
  /** All objects of a bucket. */
  | { readonly kind: 'objects'; readonly bucket: BucketId }
  | { readonly kind: 'purchase-id-keys' }
  /** Where Lambda keeps the events of invocations that failed for good. */
  | { readonly kind: 'failed-invocations' };

/** One statement of a role, as plain data: what deploys it and what imitates it locally both read it. */
export type Permission = {
  readonly service: 'dynamodb' | 'sqs' | 'events' | 's3' | 'secretsmanager';
  readonly actions: readonly string[];
  readonly resources: readonly AccessedResource[];
};
