import { type AccessedResource, type FunctionId, rolePermissions } from '@willcall/topology';
import { Aws } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ComputeResources } from './compute-resources.ts';

/** The statements of a function's role in a stage. */
export const makeRoleStatements = (id: FunctionId, stage: ComputeResources): PolicyStatement[] =>
  rolePermissions(id).flatMap(({ service, actions, resources }) => {
    const arns = resources
      .map((resource) => findResourceArn(resource, stage))
      .filter((arn) => arn !== undefined);
    return arns.length === 0 ? [] : [allow(service, actions, arns)];
  });

/** The ARN of what a role may use; undefined for what the stage does without. */
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
  if (tableStreamArn === undefined) throw new TypeError('A stream source names a table without');
  return tableStreamArn;
};

/**
 * What a caller of DynamoDB, SQS, S3 and Secrets Manager needs of a customer-managed key. The services
 * use it for the caller, who cannot use it past them.
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

/** The statements for the stage's own key, where it has one. */
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
