import type { StageName } from '@willcall/topology';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/**
 * The key of what names people: tables, queues, failed batches and the secret. Where AWS's own keys
 * are good enough there is none. Flyers are public, and events name nobody.
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
        // What it has encrypted outlives the stack, and would be lost without it.
        removalPolicy: RemovalPolicy.RETAIN,
      });
  }
};

/** What becomes of tables, flyers and keys when their stack goes. */
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
