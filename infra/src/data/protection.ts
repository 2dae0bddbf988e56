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
        removalPolicy: RETAINED,
      });
  }
};

/**
 * What a stack leaves when it is deleted or replaces a resource, but not when a creation fails: a
 * resource left by a failed creation is empty, and its name would make the next try fail.
 */
const RETAINED = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** What happens to tables, buckets, the secret and the user pool when their stack is deleted. */
export const removalPolicy = ({
  protection,
}: Pick<StageConfiguration, 'protection'>): RemovalPolicy => {
  switch (protection.data) {
    case 'retain':
      return RETAINED;
    case 'destroy':
      return RemovalPolicy.DESTROY;
  }
};
