import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { LOCAL_REGION, localCredentials } from './local-account.ts';

/**
 * Whose they are. LocalStack has an EventBridge and S3 notifications of its own, at the same address;
 * for the embedded pieces, which have none, a stage runs a bus beside them.
 */
export const LocalBackend = z.enum(['embedded', 'localstack']);
export type LocalBackend = z.infer<typeof LocalBackend>;

/** Where the local AWS answers. */
export type LocalEndpoints = {
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  /** The embedded one, unless it is said. */
  readonly backend?: LocalBackend | undefined;
};

/** A client for the local DynamoDB. The caller destroys it. */
export const createDynamoDbClient = ({
  dynamodbEndpoint,
}: Pick<LocalEndpoints, 'dynamodbEndpoint'>): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });

/** A client for the local DynamoDB's streams. The caller destroys it. */
export const createStreamsClient = ({
  dynamodbEndpoint,
}: Pick<LocalEndpoints, 'dynamodbEndpoint'>): DynamoDBStreamsClient =>
  new DynamoDBStreamsClient({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });

/** A client for the event bus at an address. The caller destroys it. */
export const createEventBridgeClient = (endpoint: string): EventBridgeClient =>
  new EventBridgeClient({ endpoint, region: LOCAL_REGION, credentials: localCredentials });

/** The SDK's own default. */
const SOCKETS = 50;

/** A client for the local SQS. The caller destroys it. Every long poll holds a socket. */
export const createSqsClient = (
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

/** A client for the local S3, which answers where SQS does. The caller destroys it. */
export const createS3Client = ({ sqsEndpoint }: Pick<LocalEndpoints, 'sqsEndpoint'>): S3Client =>
  new S3Client({
    endpoint: sqsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
    // A bucket's own host name would have to be resolved.
    forcePathStyle: true,
  });
