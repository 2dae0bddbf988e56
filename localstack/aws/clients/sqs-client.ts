import { SQSClient } from '@aws-sdk/client-sqs';
import { LOCAL_REGION, localCredentials } from './local-credentials.ts';
import type { LocalEndpoints } from './local-endpoints.ts';

/** The SDK's own default. */
const SOCKETS = 50;

/** A client for the local SQS. The caller destroys it. Every long poll holds a socket. */
export const sqsClient = (
  { sqsEndpoint }: Pick<LocalEndpoints, 'sqsEndpoint'>,
  longPolls = 0,
): SQSClient =>
  new SQSClient({
    endpoint: sqsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
    requestHandler: { httpAgent: { maxSockets: SOCKETS + longPolls } },
    // The endpoint decides where a request goes; a queue's URL is its name only.
    useQueueUrlAsEndpoint: false,
  });
