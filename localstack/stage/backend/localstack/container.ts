/**
 * The last image that works without an account's token. The same as in compose.yaml, which is for
 * people and for `npm start`; a test compares the two.
 */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

/** Where compose.yaml publishes it. */
export const COMPOSED_ENDPOINT = 'http://127.0.0.1:4566';

/** What a stage runs on: these have to be among the services of compose.yaml. */
export const STAGE_SERVICES = ['dynamodb', 'dynamodbstreams', 'sqs', 's3', 'events'] as const;

/** The container's settings, for a test run's own: its services are loaded when they are called. */
export const containerEnvironment = (
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> => {
  const { LOCALSTACK_AUTH_TOKEN: token = '' } = environment;
  return {
    ...(token !== '' && { LOCALSTACK_AUTH_TOKEN: token }),
    SERVICES: STAGE_SERVICES.join(','),
    PROVIDER_OVERRIDE_DYNAMODB: 'v2',
    DYNAMODB_IN_MEMORY: '1',
    DISABLE_EVENTS: '1',
    DDB_LOCAL_TELEMETRY: '0',
  };
};
