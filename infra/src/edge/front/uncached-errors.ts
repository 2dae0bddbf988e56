import { Duration } from 'aws-cdk-lib';
import type { ErrorResponse } from 'aws-cdk-lib/aws-cloudfront';

/**
 * The statuses that CloudFront may keep, for ten seconds unless it is told otherwise and even where the
 * answer says `no-store`: a purchase that was not found yet, or a sale that was short of breath.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] as const;

/** Errors are answered as they are, and never kept. */
export const uncachedErrors = (): ErrorResponse[] =>
  STATUSES.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) }));
