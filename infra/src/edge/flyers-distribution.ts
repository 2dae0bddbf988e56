import type { StageName } from '@willcall/topology';
import {
  CachePolicy,
  Distribution,
  HttpVersion,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeDistribution, makeSecurityHeaders } from './distribution.ts';
import { makePrivateOrigin } from './private-origin.ts';

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
        origin: makePrivateOrigin(this, bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Each upload has a new key, so cached flyers are never out of date.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: makeSecurityHeaders(this, 'Headers', name, {
          more: [FOR_EVERY_PAGE],
        }),
      },
    });
    acknowledgeDistribution(this.distribution, { hasFirewall: false, hasDomain: false });
    this.url = `https://${this.distribution.distributionDomainName}`;
  }
}

/** The name of what CloudFront keeps for a stage's flyers, such as the policy of response headers. */
export const flyersName = (stage: StageName): string => `willcall-${stage}-flyers`;
