import { type AccessedResource, type FunctionId, rolePermissions } from '@willcall/topology';
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
    case 'failed-invocations':
      return messaging.failedTargets.queueArn;
  }
};

const findStreamArn = ({ tableStreamArn }: ITable): string => {
  if (tableStreamArn === undefined)
    throw new TypeError('A stream source names a table without a stream');
  return tableStreamArn;
};

/**
 * The permissions on a customer-managed key that a caller of DynamoDB, SQS, S3 and Secrets Manager needs.
 * The services use the key on the caller's behalf. The caller cannot use it directly.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const KEY_ACTIONS = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
] as const;

const KEY_SERVICES = ['dynamodb', 'sqs', 's3', 'secretsmanager'] as const;

/** Makes the statements for the stage's customer-managed key, if it has one. */
export const makeKeyStatements = ({ data: { key } }: ComputeResources): PolicyStatement[] => {
  if (key === undefined) return [];
  const statement = allow('kms', [...KEY_ACTIONS, 'DescribeKey'], [key.keyArn]);
  statement.addCondition('StringEquals', {
    'kms:ViaService': KEY_SERVICES.map((service) => `${service}.${Aws.REGION}.amazonaws.com`),
  });
  return [statement];
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
