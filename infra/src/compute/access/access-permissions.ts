import type { BucketId } from '../../definitions/buckets.ts';
import type { TableId } from '../../definitions/tables.ts';
import type { BucketAccess, FunctionAccess, TableAction } from './function-access.ts';
import type { Permission } from './permission.ts';

/** What a function needs for what it does of its own accord. */
export const accessPermissions = (access: FunctionAccess): Permission[] => [
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
  ...(access.publishes ? [publishing] : []),
  ...entries<BucketId, BucketAccess>(access.buckets).flatMap(([bucket, kind]) =>
    bucketPermissions(bucket, kind),
  ),
  ...(access.purchaseIdKeys ? [readingKeys] : []),
];

const publishing: Permission = {
  service: 'events',
  actions: ['PutEvents'],
  resources: [{ kind: 'bus' }],
};

const readingKeys: Permission = {
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
