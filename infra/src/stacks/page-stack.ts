import type { StageName } from '@willcall/topology';
import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { allowDistributions } from '../edge/private-origin.ts';
import { PAGE_BUCKET_OUTPUT, pageBucketName } from '../page/upload-page.ts';
import type { StageStackProps } from './stage-stack.ts';

/** Makes the bucket of the page's files in a stack of its own, `id`. Undefined for a stage without a page. */
export const makePageBucket = (
  scope: Construct,
  id: string,
  props: StageStackProps,
): Bucket | undefined =>
  props.configuration.page === true ? new PageStack(scope, id, props).bucket : undefined;

/** Days until S3 removes the parts of an unfinished upload. */
const UNFINISHED_UPLOAD_DAYS = 1;

/**
 * The files of the page. A deployment uploads them again, so they go with their stack. They are apart from
 * the edge, because AWS may refuse a distribution, and its stack then goes.
 */
class PageStack extends Stack {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    this.bucket = makeBucket(this, props.stage);
    allowDistributions(this.bucket);
    new CfnOutput(this, PAGE_BUCKET_OUTPUT, { value: this.bucket.bucketName });
  }
}

function makeBucket(scope: Construct, stage: StageName): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    bucketName: `${pageBucketName(stage)}-${Aws.ACCOUNT_ID}-${Aws.REGION}`,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [
      {
        id: 'unfinished-uploads',
        abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
      },
    ],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'The files that everybody gets from CloudFront. CloudTrail records who writes them',
  });
  return bucket;
}
