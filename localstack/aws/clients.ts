import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { LOCAL_REGION, localCredentials } from './local-account.ts';

/**
 * The kind of local AWS. LocalStack has its own EventBridge and S3 notifications at the same endpoint.
 * The embedded backend has neither, so a stage runs its own event bus.
 */
export const LocalBackend = z.enum(['embedded', 'localstack']);
export type LocalBackend = z.infer<typeof LocalBackend>;

/** The endpoints of the local AWS. */
export type LocalEndpoints = {
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  /** Default: embedded. */
  readonly backend?: LocalBackend | undefined;
};

/** Creates a client for the local DynamoDB. The caller destroys it. */
export const createDynamoDbClient = ({
  dynamodbEndpoint,
}: Pick<LocalEndpoints, 'dynamodbEndpoint'>): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });

/** Creates a client for the streams of the local DynamoDB. The caller destroys it. */
export const createStreamsClient = ({
  dynamodbEndpoint,
}: Pick<LocalEndpoints, 'dynamodbEndpoint'>): DynamoDBStreamsClient =>
  new DynamoDBStreamsClient({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });

/** Creates a client for the event bus at an endpoint. The caller destroys it. */
export const createEventBridgeClient = (endpoint: string): EventBridgeClient =>
  new EventBridgeClient({ endpoint, region: LOCAL_REGION, credentials: localCredentials });

/** The default of the SDK. */
const SOCKETS = 50;

/** Creates a client for the local SQS. The caller destroys it. Each long poll holds one socket. */
export const createSqsClient = (
  { sqsEndpoint }: Pick<LocalEndpoints, 'sqsEndpoint'>,
  longPolls = 0,
): SQSClient =>
  new SQSClient({
    endpoint: sqsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
    requestHandler: { httpAgent: { maxSockets: SOCKETS + longPolls } },
    // Requests go to the endpoint. The queue URL only names the queue.
    useQueueUrlAsEndpoint: false,
  });

/** Creates a client for the local S3, which shares its endpoint with SQS. The caller destroys it. */
export const createS3Client = ({ sqsEndpoint }: Pick<LocalEndpoints, 'sqsEndpoint'>): S3Client =>
  new S3Client({
    endpoint: sqsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
    // A host name per bucket could not be resolved.
    forcePathStyle: true,
  });
