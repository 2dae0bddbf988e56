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

/** A resource that a role can be allowed to use, identified by content: names and ARNs depend on the stage. */
export type AccessedResource =
  | { readonly kind: 'table'; readonly table: TableId }
  | { readonly kind: 'index'; readonly table: TableId; readonly index: string }
  | { readonly kind: 'stream'; readonly table: TableId }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'bus' }
  /** The bucket itself, which listing requires. */
  | { readonly kind: 'bucket'; readonly bucket: BucketId }
  /** All objects of a bucket. */
  | { readonly kind: 'objects'; readonly bucket: BucketId }
  | { readonly kind: 'purchase-id-keys' }
  | { readonly kind: 'payment-keys' }
  /** Every metric: CloudWatch takes no resource. */
  | { readonly kind: 'metrics' }
  /** The queue for events of asynchronous invocations that failed permanently. */
  | { readonly kind: 'failed-invocations' };

/** One statement of a role, as plain data. The CDK app and the local AWS both read it. */
export type Permission = {
  readonly service: 'dynamodb' | 'sqs' | 'events' | 's3' | 'secretsmanager' | 'cloudwatch';
  readonly actions: readonly string[];
  readonly resources: readonly AccessedResource[];
};

/**
 * The permissions of a function's role, except for logs, traces and the KMS key of the stage. The deployed
 * role is made from them, and the local AWS refuses every call that they do not allow.
 */
export const rolePermissions = (id: FunctionId): Permission[] => [
  ...accessPermissions(functionAccess[id]),
  ...invocationPermissions(id),
];

/** The permissions for the calls that a function makes itself. */
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
  ...queuePermissions(access.sendsTo, ['SendMessage']),
  ...queuePermissions(access.counts, ['GetQueueAttributes']),
  ...queuePermissions(access.receives, ['ReceiveMessage', 'ChangeMessageVisibility']),
  ...queuePermissions(access.deletesFrom, ['DeleteMessage']),
  ...(access.publishes ? [publishPermission] : []),
  ...entries<BucketId, BucketAccess>(access.buckets).flatMap(([bucket, kind]) =>
    bucketPermissions(bucket, kind),
  ),
  ...(access.purchaseIdKeys ? [readKeysPermission] : []),
  ...(access.paymentKeys ? [readPaymentKeysPermission] : []),
  ...(access.readsMetrics ? [readMetricsPermission] : []),
];

const queuePermissions = (
  queues: readonly QueueId[] = [],
  actions: readonly string[],
): Permission[] =>
  queues.map((queue) => ({ service: 'sqs', actions, resources: [{ kind: 'queue', queue }] }));

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

const readPaymentKeysPermission: Permission = {
  service: 'secretsmanager',
  actions: ['GetSecretValue'],
  resources: [{ kind: 'payment-keys' }],
};

/** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
const readMetricsPermission: Permission = {
  service: 'cloudwatch',
  actions: ['GetMetricData'],
  resources: [{ kind: 'metrics' }],
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

/** The entries of an optional record. */
const entries = <Id extends string, Value>(
  record: Readonly<Partial<Record<Id, Value>>> | undefined,
): [Id, Value][] => Object.entries(record ?? {}) as [Id, Value][];

/**
 * Lambda polls queues and streams with the role of the function. The function itself only postpones
 * messages, by changing their visibility timeout.
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

/** The permissions that a function's triggers and failure destinations require. */
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

/** Permissions to store expired batches of a stream in a bucket. */
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
