import type { StageName } from '@willcall/topology';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/**
 * Makes the key of personal data: tables, queues, failed batches and the secret. Undefined in a stage
 * that uses AWS's own keys. Flyers are public, and events hold no personal data.
 */
export const makeEncryptionKey = (
  scope: Construct,
  stage: StageName,
  { keys }: Pick<StageConfiguration, 'keys'>,
): Key | undefined => {
  switch (keys.kind) {
    case 'aws':
      return undefined;
    case 'customer':
      return new Key(scope, 'Key', {
        alias: `willcall-${stage}-data`,
        description: `Tables, queues and failed batches of willcall, stage ${stage}`,
        enableKeyRotation: true,
        // The data that it encrypts outlives the stack, and would be lost with the key.
        removalPolicy: RemovalPolicy.RETAIN,
      });
  }
};

/** What happens to tables, buckets and the secret when their stack is deleted. */
export const removalPolicy = ({
  protection,
}: Pick<StageConfiguration, 'protection'>): RemovalPolicy => {
  switch (protection.data) {
    case 'retain':
      return RemovalPolicy.RETAIN;
    case 'destroy':
      return RemovalPolicy.DESTROY;
  }
};
