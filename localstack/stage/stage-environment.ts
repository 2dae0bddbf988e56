import { queueVariables, tableVariables } from '@willcall/topology';
import type { LocalEndpoints } from '../aws/clients.ts';
import { LOCAL_REGION, localCredentials } from '../aws/local-account.ts';
import { makePaymentVariables, type StagePayments } from './payments/stage-payments.ts';
import type { Resources } from './resources/resources.ts';

/** The environment variables of a function, as in a deployment. */
export type StageEnvironment = Readonly<Record<string, string | undefined>>;

type StageEnvironmentInput = {
  readonly aws: LocalEndpoints;
  readonly stage: string;
  readonly resources: Resources;
  readonly eventsEndpoint: string;
  readonly purchaseIdKeysFile: string;
  /** Undefined if the stage takes no payments. */
  readonly payments: StagePayments | undefined;
  readonly extra: StageEnvironment;
};

/** Creates what the functions of a stage read instead of `process.env`. Stages can share a process. */
export const createStageEnvironment = ({
  aws,
  stage,
  resources: { tables, queues, buckets, bus },
  eventsEndpoint,
  purchaseIdKeysFile,
  payments,
  extra,
}: StageEnvironmentInput): StageEnvironment => ({
  WILLCALL_BACKEND: aws.backend ?? 'embedded',
  AWS_REGION: LOCAL_REGION,
  AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  AWS_SESSION_TOKEN: localCredentials.sessionToken,
  AWS_ENDPOINT_URL_DYNAMODB: aws.dynamodbEndpoint,
  AWS_ENDPOINT_URL_SQS: aws.sqsEndpoint,
  // S3 shares its endpoint with SQS.
  AWS_ENDPOINT_URL_S3: aws.sqsEndpoint,
  AWS_ENDPOINT_URL_EVENTBRIDGE: eventsEndpoint,
  ...named(tableVariables, (id) => tables[id]),
  ...named(queueVariables, (id) => queues[id].url),
  EVENT_BUS_NAME: bus,
  FLYERS_BUCKET: buckets.flyers,
  FLYERS_BASE_URL: `${aws.sqsEndpoint}/${buckets.flyers}`,
  PURCHASE_ID_KEYS_FILE: purchaseIdKeysFile,
  ...(payments && makePaymentVariables(stage, payments)),
  ...extra,
});

const named = <Id extends string>(
  variables: Readonly<Record<Id, string>>,
  nameOf: (id: Id) => string,
): StageEnvironment => {
  const entries = Object.entries(variables) as [Id, string][];
  return Object.fromEntries(entries.map(([id, variable]) => [variable, nameOf(id)]));
};
