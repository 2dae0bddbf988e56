import type { LocalEndpoints } from '../../../aws/clients/local-endpoints.ts';

/** LocalStack answers for every service at one address. */
export const localStackEndpoints = (endpoint: string): LocalEndpoints => ({
  backend: 'localstack',
  dynamodbEndpoint: endpoint,
  sqsEndpoint: endpoint,
});
