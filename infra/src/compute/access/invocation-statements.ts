import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { eventSources } from '../../definitions/event-sources.ts';
import type { FunctionId } from '../../definitions/functions.ts';
import { streamSources } from '../../definitions/stream-sources.ts';
import type { ComputeResources } from '../compute-resources.ts';
import { isInvokedAsynchronously } from '../invocations/is-invoked-asynchronously.ts';
import { allow } from './statement.ts';

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

/** The statements of a role for what invokes its function, and for what becomes of a failure. */
export const invocationStatements = (
  id: FunctionId,
  { data, messaging }: ComputeResources,
): PolicyStatement[] => {
  const queues = eventSources.filter((source) => source.function === id);
  const streams = streamSources.filter((source) => source.function === id);
  const failures = data.buckets.failures.bucketArn;
  return [
    ...queues.map(({ queue }) => allow('sqs', QUEUE_ACTIONS, [messaging.queues[queue].queueArn])),
    ...streams.map(({ table }) =>
      allow('dynamodb', STREAM_ACTIONS, [streamArn(data.tables[table])]),
    ),
    ...(streams.length > 0
      ? [allow('s3', ['PutObject'], [`${failures}/*`]), allow('s3', ['ListBucket'], [failures])]
      : []),
    ...(isInvokedAsynchronously(id)
      ? [allow('sqs', ['SendMessage'], [messaging.failedTargets.queueArn])]
      : []),
  ];
};

const streamArn = ({ tableStreamArn }: ComputeResources['data']['tables']['shows']): string => {
  if (tableStreamArn === undefined) throw new TypeError('A stream source names a table without');
  return tableStreamArn;
};
