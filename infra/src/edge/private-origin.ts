import { Annotations, Aws, Stack } from 'aws-cdk-lib';
import type { IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Makes the origin for a private bucket of another stack, whose policy the CDK must not change: that stack
 * would need this one. Its policy must allow distributions.
 */
export function makePrivateOrigin(scope: Construct, { bucketName }: IBucket): IOrigin {
  // The warning is at the distribution that gets the origin.
  Annotations.of(Stack.of(scope)).acknowledgeWarning(
    '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
    'allowDistributions writes the policy in the stack of the bucket',
  );
  return S3BucketOrigin.withOriginAccessControl(Bucket.fromBucketName(scope, 'Bucket', bucketName));
}

/**
 * Lets the distributions of this account read a bucket, as an origin access control requires. The policy
 * cannot name the one distribution: the bucket's stack is deployed first.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export const allowDistributions = (bucket: Bucket): void => {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      actions: ['s3:GetObject'],
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        ArnLike: {
          'AWS:SourceArn': `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/*`,
        },
      },
    }),
  );
};
