import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LOCAL_REGION, localCredentials } from './local-credentials.ts';
import type { LocalEndpoints } from './local-endpoints.ts';

/** A client for the local DynamoDB's streams. The caller destroys it. */
export const streamsClient = ({
  dynamodbEndpoint,
}: Pick<LocalEndpoints, 'dynamodbEndpoint'>): DynamoDBStreamsClient =>
  new DynamoDBStreamsClient({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });
