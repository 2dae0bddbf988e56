import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { BucketId } from '../../definitions/buckets.ts';
import type { TableId } from '../../definitions/tables.ts';
import type { ComputeResources } from '../compute-resources.ts';
import type { BucketAccess, FunctionAccess, TableAction } from './function-access.ts';
import { allow } from './statement.ts';

/** The statements of a role for what its function does of its own accord. */
export const accessStatements = (
  access: FunctionAccess,
  { data, messaging }: ComputeResources,
): PolicyStatement[] => [
  ...entries<TableId, readonly TableAction[]>(access.tables).map(([id, actions]) =>
    allow('dynamodb', actions, [data.tables[id].tableArn]),
  ),
  ...entries<TableId, readonly string[]>(access.indexes).map(([id, names]) =>
    allow(
      'dynamodb',
      ['Query'],
      names.map((name) => `${data.tables[id].tableArn}/index/${name}`),
    ),
  ),
  ...(access.sendsTo ?? []).map((id) =>
    allow('sqs', ['SendMessage'], [messaging.queues[id].queueArn]),
  ),
  ...(access.publishes ? [allow('events', ['PutEvents'], [messaging.bus.eventBusArn])] : []),
  ...entries<BucketId, BucketAccess>(access.buckets).flatMap(([id, kind]) =>
    bucketStatements(data.buckets[id].bucketArn, kind),
  ),
  ...(access.purchaseIdKeys && data.secret
    ? [allow('secretsmanager', ['GetSecretValue'], [data.secret.secretArn])]
    : []),
];

const bucketStatements = (arn: string, kind: BucketAccess): PolicyStatement[] => {
  switch (kind) {
    case 'write':
      return [allow('s3', ['PutObject'], [`${arn}/*`])];
    case 'read':
      return [allow('s3', ['GetObject'], [`${arn}/*`]), allow('s3', ['ListBucket'], [arn])];
  }
};

/** The entries of what may not be there. */
const entries = <Id extends string, Value>(
  record: Readonly<Partial<Record<Id, Value>>> | undefined,
): [Id, Value][] => Object.entries(record ?? {}) as [Id, Value][];
