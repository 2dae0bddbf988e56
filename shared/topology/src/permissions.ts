import {
  type BucketAccess,
  type FunctionAccess,
  functionAccess,
  type TableAction,
} from './access.ts';
import type { BucketId } from './buckets.ts';
import type { FunctionId } from './functions.ts';
import { eventSources, isInvokedAsynchronously, streamSources } from './invocations.ts';
import type { QueueId } from './queues.ts';
import type { TableId } from './tables.ts';

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

/**
 * All that a function's role allows, besides its logs, its traces and the stage's own key. The deployed
 * role is made from it, and the local AWS refuses every call of the function that it does not allow.
 */
export const rolePermissions = (id: FunctionId): Permission[] => [
  ...accessPermissions(functionAccess[id]),
  ...invocationPermissions(id),
];

/** What a function needs for what it does of its own accord. */
const accessPermissions = (access: FunctionAccess): Permission[] => [
  ...entries<TableId, readonly TableAction[]>(access.tables).map(
    ([table, actions]): Permission => ({
      service: 'dynamodb',
      actions,
      resources: [{ kind: 'table', table }],
    }),
  ),
  ...entries<TableId, readonly string[]>(access.indexes).map(
    ([table, names]): Permission => ({
      service: 'dynamodb',
      actions: ['Query'],
      resources: names.map((index) => ({ kind: 'index', table, index })),
    }),
  ),
  ...(access.sendsTo ?? []).map(
    (queue): Permission => ({
      service: 'sqs',
      actions: ['SendMessage'],
      resources: [{ kind: 'queue', queue }],
    }),
  ),
  ...(access.publishes ? [publishPermission] : []),
  ...entries<BucketId, BucketAccess>(access.buckets).flatMap(([bucket, kind]) =>
    bucketPermissions(bucket, kind),
  ),
  ...(access.purchaseIdKeys ? [readKeysPermission] : []),
];

const publishPermission: Permission = {
  service: 'events',
  actions: ['PutEvents'],
  resources: [{ kind: 'bus' }],
};

const readKeysPermission: Permission = {
  service: 'secretsmanager',
  actions: ['GetSecretValue'],
  resources: [{ kind: 'purchase-id-keys' }],
};

const bucketPermissions = (bucket: BucketId, kind: BucketAccess): Permission[] => {
  const objects = [{ kind: 'objects', bucket }] as const;
  switch (kind) {
    case 'write':
      return [{ service: 's3', actions: ['PutObject'], resources: objects }];
    case 'read':
      return [
        { service: 's3', actions: ['GetObject'], resources: objects },
        { service: 's3', actions: ['ListBucket'], resources: [{ kind: 'bucket', bucket }] },
      ];
  }
};

/** The entries of what may not be there. */
const entries = <Id extends string, Value>(
  record: Readonly<Partial<Record<Id, Value>>> | undefined,
): [Id, Value][] => Object.entries(record ?? {}) as [Id, Value][];

/**
 * Lambda polls queues and streams in the function's name. The function itself only gives messages back
 * for later, by their visibility.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const QUEUE_ACTIONS = [
  'ReceiveMessage',
  'DeleteMessage',
  'GetQueueAttributes',
  'ChangeMessageVisibility',
] as const;

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'] as const;

/** What a function's role needs for what invokes it, and for what becomes of a failure. */
const invocationPermissions = (id: FunctionId): Permission[] => {
  const queues = eventSources.filter((source) => source.function === id);
  const streams = streamSources.filter((source) => source.function === id);
  return [
    ...queues.map(
      ({ queue }): Permission => ({
        service: 'sqs',
        actions: QUEUE_ACTIONS,
        resources: [{ kind: 'queue', queue }],
      }),
    ),
    ...streams.map(
      ({ table }): Permission => ({
        service: 'dynamodb',
        actions: STREAM_ACTIONS,
        resources: [{ kind: 'stream', table }],
      }),
    ),
    ...(streams.length > 0 ? keepFailuresPermissions : []),
    ...(isInvokedAsynchronously(id) ? [keepInvocationsPermission] : []),
  ];
};

/** Of a stream's batches that expired: they are put into a bucket. */
const keepFailuresPermissions: readonly Permission[] = [
  {
    service: 's3',
    actions: ['PutObject'],
    resources: [{ kind: 'objects', bucket: 'failures' }],
  },
  {
    service: 's3',
    actions: ['ListBucket'],
    resources: [{ kind: 'bucket', bucket: 'failures' }],
  },
];

const keepInvocationsPermission: Permission = {
  service: 'sqs',
  actions: ['SendMessage'],
  resources: [{ kind: 'failed-invocations' }],
};
