import type { StoreConnection } from '@willcall/store';
import type { CommonEnvironment, Seams } from './environment.ts';

/** Milliseconds. A call must fail well before the shortest function timeout. */
const CONNECT_TIMEOUT_MS = 1_000;
const REPLY_TIMEOUT_MS = 3_000;
/** Tries of one call. */
export const MAX_ATTEMPTS = 3;

/**
 * The credentials in the environment. Lambda sets them for the function's role, and an emulator that checks
 * the signature of an upload knows them. Else `test`, which emulators accept by default.
 */
export const findCredentials = ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
}: CommonEnvironment) =>
  accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    : { accessKeyId: 'test', secretAccessKey: 'test' };

/** The settings of an AWS SDK client: region, endpoint, retries, and timeouts that throw. */
export function createClientConfig(
  environment: CommonEnvironment,
  service: 'DYNAMODB' | 'SQS' | 'EVENTBRIDGE' | 'S3' | 'SECRETS_MANAGER' | 'CLOUDWATCH',
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
    ...(environment.WILLCALL_BACKEND === 'aws'
      ? {}
      : { credentials: findCredentials(environment) }),
  };
}

/** The part of a function's log and metrics that reports damaged records. */
type RecordReporter = {
  readonly log: {
    error(message: string, fields: { readonly skipped?: number; readonly records: string }): void;
  };
  readonly measure: { count(name: string, value: number): void };
};

/** Records that one log line names. The metric counts all. */
const MAX_NAMED_RECORDS = 10;

/**
 * How a function reaches its tables. Stored records that cannot be read are logged by their key,
 * without their user, and counted by the metric `RecordsUnreadable`, which has an alarm.
 */
export const createStoreConnection = (
  environment: CommonEnvironment,
  { log, measure }: RecordReporter,
  { dynamodbPlugins = [] }: Pick<Seams, 'dynamodbPlugins'>,
): StoreConnection => ({
  client: createClientConfig(environment, 'DYNAMODB'),
  plugins: dynamodbPlugins,
  onUnreadable: (unreadable, effect) => {
    measure.count('RecordsUnreadable', unreadable.length);
    const named = unreadable.slice(0, MAX_NAMED_RECORDS).map(({ description }) => description);
    const records = named.join('; ');
    if (effect === 'failed') log.error('A stored record cannot be read', { records });
    else {
      const skipped = unreadable.length;
      log.error('Stored records cannot be read: they are left out', { skipped, records });
    }
  },
});
