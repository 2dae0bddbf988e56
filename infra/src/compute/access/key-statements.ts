import { Aws } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ComputeResources } from '../compute-resources.ts';
import { allow } from './statement.ts';

/**
 * What a caller of DynamoDB, SQS, S3 and Secrets Manager needs of a customer-managed key. The services
 * use it for the caller, who cannot use it past them.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const ACTIONS = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'] as const;

const SERVICES = ['dynamodb', 'sqs', 's3', 'secretsmanager'] as const;

/** The statements for the stage's own key, where it has one. */
export const keyStatements = ({ data: { key } }: ComputeResources): PolicyStatement[] => {
  if (key === undefined) return [];
  const statement = allow('kms', [...ACTIONS, 'DescribeKey'], [key.keyArn]);
  statement.addCondition('StringEquals', {
    'kms:ViaService': SERVICES.map((service) => `${service}.${Aws.REGION}.amazonaws.com`),
  });
  return [statement];
};
