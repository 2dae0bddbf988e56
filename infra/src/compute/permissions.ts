import {
  type AccessedResource,
  type FunctionId,
  type Permission,
  rolePermissions,
} from '@willcall/topology';
import { Aws } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ComputeResources } from './compute-resources.ts';

/** Makes the statements of a function's role. */
export const makeRoleStatements = (id: FunctionId, stage: ComputeResources): PolicyStatement[] =>
  rolePermissions(id).flatMap(({ service, actions, resources }) => {
    const arns = resources
      .map((resource) => findResourceArn(resource, stage))
      .filter((arn) => arn !== undefined);
    return arns.length === 0 ? [] : [allow(service, actions, arns)];
  });

/** The ARN of a resource; undefined if the stage does not have it. */
const findResourceArn = (
  resource: AccessedResource,
  { data, messaging }: ComputeResources,
): string | undefined => {
  switch (resource.kind) {
    case 'table':
      return data.tables[resource.table].tableArn;
    case 'index':
      return `${data.tables[resource.table].tableArn}/index/${resource.index}`;
    case 'stream':
      return findStreamArn(data.tables[resource.table]);
    case 'queue':
      return messaging.queues[resource.queue].queueArn;
    case 'bus':
      return messaging.bus.eventBusArn;
    case 'bucket':
      return data.buckets[resource.bucket].bucketArn;
    case 'objects':
      return `${data.buckets[resource.bucket].bucketArn}/*`;
    case 'purchase-id-keys':
      return data.secret?.secretArn;
    case 'payment-keys':
      return data.paymentKeys?.secretArn;
    case 'metrics':
      return '*';
    case 'failed-invocations':
      return messaging.failedTargets.queueArn;
  }
};

const findStreamArn = ({ tableStreamArn }: ITable): string => {
  if (tableStreamArn === undefined)
    throw new TypeError('A stream source names a table without a stream');
  return tableStreamArn;
};

/** The services that use the stage's customer-managed key on a caller's behalf. */
type KeyService = 'dynamodb' | 'sqs' | 's3' | 'secretsmanager';

/** What a service does with the key for a caller that reads, that sends or stores, or that changes a table. */
const READ = ['Decrypt'] as const;
const SEND = ['Decrypt', 'GenerateDataKey'] as const;
const CHANGE = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
] as const;

const CHANGES_A_TABLE = /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/;

/**
 * How a permission uses the key; undefined if its resource is not encrypted with it. Flyers are public,
 * and events and their failed deliveries hold no personal data.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
const findKeyUse = (
  { actions }: Permission,
  resource: AccessedResource,
): { readonly service: KeyService; readonly key: readonly string[] } | undefined => {
  switch (resource.kind) {
    case 'table':
      return {
        service: 'dynamodb',
        key: actions.some((action) => CHANGES_A_TABLE.test(action)) ? CHANGE : READ,
      };
    case 'index':
    case 'stream':
      return { service: 'dynamodb', key: READ };
    case 'queue':
      return findQueueKeyUse(actions);
    case 'objects':
      return resource.bucket === 'failures' ? { service: 's3', key: SEND } : undefined;
    case 'purchase-id-keys':
    case 'payment-keys':
      return { service: 'secretsmanager', key: READ };
    case 'bus':
    case 'bucket':
    case 'metrics':
    case 'failed-invocations':
      return undefined;
  }
};

/** A function that only counts messages decrypts none of them. */
const findQueueKeyUse = (actions: Permission['actions']) => {
  if (actions.includes('SendMessage')) return { service: 'sqs', key: SEND } as const;
  return actions.includes('ReceiveMessage') ? ({ service: 'sqs', key: READ } as const) : undefined;
};

/**
 * Makes a function's statements for the stage's customer-managed key, if it has one: one for each service
 * that uses the key on the function's behalf. The function cannot use it directly.
 */
export const makeKeyStatements = (
  id: FunctionId,
  { data: { key } }: ComputeResources,
): PolicyStatement[] => {
  if (key === undefined) return [];
  const used = new Map<KeyService, Set<string>>();
  for (const permission of rolePermissions(id)) {
    for (const resource of permission.resources) {
      const use = findKeyUse(permission, resource);
      if (use === undefined) continue;
      used.set(use.service, new Set([...(used.get(use.service) ?? []), ...use.key]));
    }
  }
  return [...used].map(([service, actions]) => {
    const statement = allow('kms', [...actions].sort(), [key.keyArn]);
    statement.addCondition('StringEquals', {
      'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com`,
    });
    return statement;
  });
};

/** Allows actions of a service, e.g. `allow('sqs', ['SendMessage'], [arn])`. */
export const allow = (
  service: string,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    actions: actions.map((action) => `${service}:${action}`),
    resources: [...resources],
  });
