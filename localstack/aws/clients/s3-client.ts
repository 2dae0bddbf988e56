import { S3Client } from '@aws-sdk/client-s3';
import { LOCAL_REGION, localCredentials } from './local-credentials.ts';
import type { LocalEndpoints } from './local-endpoints.ts';

/** A client for the local S3, which answers where SQS does. The caller destroys it. */
export const s3Client = ({ sqsEndpoint }: Pick<LocalEndpoints, 'sqsEndpoint'>): S3Client =>
  new S3Client({
    endpoint: sqsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
    // A bucket's own host name would have to be resolved.
    forcePathStyle: true,
  });
