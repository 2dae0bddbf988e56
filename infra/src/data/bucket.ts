import { type BucketId, bucketName, type StageName } from '@willcall/topology';
import { Aws, Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  HttpMethods,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { findWebOrigins } from '../configuration/page-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { removalPolicy } from './protection.ts';

type BucketInput = {
  readonly stage: StageName;
  readonly configuration: StageConfiguration;
  readonly key: IKey | undefined;
};

/** How long a browser may cache a CORS preflight response. */
const CORS_MAX_AGE_SECONDS = 3_600;

/** Days until S3 removes the parts of an unfinished multipart upload. */
const UNFINISHED_UPLOAD_DAYS = 1;

/** Makes a bucket of the definitions: private, encrypted, TLS only. */
export const makeBucket = (scope: Construct, id: BucketId, input: BucketInput): Bucket =>
  new Bucket(scope, `Bucket-${id}`, {
    bucketName: deployedBucketName(input.stage, id),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    ...kinds[id](input),
  });

/**
 * The name of the definitions with account and region, because all AWS accounts share one namespace of
 * bucket names.
 */
const deployedBucketName = (stage: StageName, id: BucketId): string =>
  `${bucketName(stage, id)}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

const unfinished: LifecycleRule = {
  id: 'unfinished-uploads',
  abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
};

const kinds: Readonly<Record<BucketId, (input: BucketInput) => BucketProps>> = {
  // Public pictures. The distribution needs no permission for S3's own key.
  flyers: ({ configuration }) => ({
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      unfinished,
      {
        id: 'replaced-flyers',
        noncurrentVersionExpiration: Duration.days(configuration.retention.replacedFlyersDays),
        expiredObjectDeleteMarker: true,
      },
    ],
    ...(findWebOrigins(configuration).length > 0 && {
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          allowedOrigins: [...findWebOrigins(configuration)],
          allowedHeaders: ['content-type'],
          maxAge: CORS_MAX_AGE_SECONDS,
        },
      ],
    }),
    removalPolicy: removalPolicy(configuration),
  }),
  // Complete records, with names and e-mail addresses.
  failures: ({ configuration, key }) => ({
    ...(key === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
    lifecycleRules: [
      unfinished,
      { id: 'failures', expiration: Duration.days(configuration.retention.failuresDays) },
    ],
    removalPolicy: removalPolicy(configuration),
  }),
};
