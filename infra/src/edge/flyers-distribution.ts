import type { StageName } from '@willcall/topology';
import { Annotations, Aws } from 'aws-cdk-lib';
import {
  CachePolicy,
  Distribution,
  HttpVersion,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeDistribution, makeSecurityHeaders } from './distribution.ts';

type FlyersDistributionProps = { readonly stage: StageName; readonly bucket: IBucket };

/** Lets pages of any site show flyers, even if the page requires CORP. */
const FOR_EVERY_PAGE = {
  header: 'cross-origin-resource-policy',
  value: 'cross-origin',
  override: true,
};

/**
 * A distribution in front of the private bucket of flyers: anyone can read a flyer, nobody can list them.
 * It is separate from the API's distribution, because flyers' keys and the API's paths both begin with
 * `shows/`. It is billed by use only.
 */
export class FlyersDistribution extends Construct {
  readonly distribution: Distribution;
  /** The base URL of flyers, without a trailing slash. An object's key follows it. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, bucket }: FlyersDistributionProps) {
    super(scope, id);
    const name = flyersName(stage);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: name,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(withoutItsPolicy(this, bucket)),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Each upload has a new key, so cached flyers are never out of date.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: makeSecurityHeaders(this, 'Headers', name, [FOR_EVERY_PAGE]),
      },
    });
    Annotations.of(this).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
      'allowDistributions writes the policy in the stack of the bucket',
    );
    acknowledgeDistribution(this.distribution, { hasFirewall: false, hasDomain: false });
    this.url = `https://${this.distribution.distributionDomainName}`;
  }
}

/** The name of what CloudFront keeps for a stage's flyers, such as the policy of response headers. */
export const flyersName = (stage: StageName): string => `willcall-${stage}-flyers`;

/** The bucket of another stack, whose policy the CDK must not change: that stack would need this one. */
const withoutItsPolicy = (scope: Construct, { bucketName }: IBucket): IBucket =>
  Bucket.fromBucketName(scope, 'Bucket', bucketName);

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
