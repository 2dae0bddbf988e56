import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LOCAL_REGION, localCredentials } from './local-credentials.ts';
import type { LocalEndpoints } from './local-endpoints.ts';

/** A client for the local DynamoDB. The caller destroys it. */
export const dynamoDbClient = ({
  dynamodbEndpoint,
}: Pick<LocalEndpoints, 'dynamodbEndpoint'>): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });
