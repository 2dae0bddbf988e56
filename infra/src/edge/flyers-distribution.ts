import type { StageName } from '@willcall/topology';
import {
  CachePolicy,
  Distribution,
  HttpVersion,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeDistribution, makeSecurityHeaders } from './distribution.ts';

type FlyersDistributionProps = { readonly stage: StageName; readonly bucket: Bucket };

/** Flyers are shown in the pages of others, whatever those ask of what they load. */
const FOR_EVERY_PAGE = {
  header: 'cross-origin-resource-policy',
  value: 'cross-origin',
  override: true,
};

/**
 * The private bucket of flyers, for everybody to read and nobody to list. It belongs into the bucket's
 * own stack: the bucket's policy names the distribution, and the functions, which come after
 * both, must know its address. Apart from the API's distribution, since flyers' keys and the API's
 * paths both begin with `shows/`; it has a price by use only.
 */
export class FlyersDistribution extends Construct {
  readonly distribution: Distribution;
  /** Below it objects are read by their keys; without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, bucket }: FlyersDistributionProps) {
    super(scope, id);
    const name = `willcall-${stage}-flyers`;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: name,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Each upload has a key of its own, so that what is kept is never out of date.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: makeSecurityHeaders(this, 'Headers', name, [FOR_EVERY_PAGE]),
      },
    });
    acknowledgeDistribution(this.distribution, { hasFirewall: false, hasDomain: false });
    this.url = `https://${this.distribution.distributionDomainName}`;
  }
}
