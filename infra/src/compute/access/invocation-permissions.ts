import { eventSources } from '../../definitions/event-sources.ts';
import type { FunctionId } from '../../definitions/functions.ts';
import { streamSources } from '../../definitions/stream-sources.ts';
import { isInvokedAsynchronously } from '../invocations/is-invoked-asynchronously.ts';
import type { Permission } from './permission.ts';

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
export const invocationPermissions = (id: FunctionId): Permission[] => {
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
    ...(streams.length > 0 ? keepingFailures : []),
    ...(isInvokedAsynchronously(id) ? [keepingInvocations] : []),
  ];
};

/** Of a stream's batches that expired: they are put into a bucket. */
const keepingFailures: readonly Permission[] = [
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

const keepingInvocations: Permission = {
  service: 'sqs',
  actions: ['SendMessage'],
  resources: [{ kind: 'failed-invocations' }],
};
