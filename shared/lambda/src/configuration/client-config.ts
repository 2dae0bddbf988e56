import type { CommonEnvironment } from './environment.ts';

/** Milliseconds. A call must fail well before the shortest function timeout. */
const CONNECT_TIMEOUT_MS = 1_000;
const REPLY_TIMEOUT_MS = 3_000;
const MAX_ATTEMPTS = 3;

const local = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The settings of an AWS SDK client: region, endpoint, retries, and timeouts that throw. */
export function createClientConfig(
  environment: CommonEnvironment,
  service: 'DYNAMODB' | 'SQS' | 'EVENTBRIDGE' | 'S3' | 'SECRETS_MANAGER',
) {
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL;
  return {
    region: environment.AWS_REGION,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REPLY_TIMEOUT_MS,
      // Without this, the SDK only logs a warning and keeps waiting.
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(environment.WILLCALL_BACKEND === 'aws' ? {} : { credentials: local }),
  };
}
