import { awsClient, ConfigurationError, type Environment, readEnvironment } from '@willcall/lambda';
import { openQueue, type Queue } from '@willcall/messaging';
import { openStore, type Store } from '@willcall/store';
import * as z from 'zod';
import { LOCAL_REGION } from '../embedded/clients/local-credentials.ts';
import { BadSettingError } from '../embedded/local-aws-error.ts';
import type { RunningStack } from '../embedded/running/running-stack.ts';

/** The queues that a message passes, and the table that says what became of it. */
export type Places = {
  readonly store: Store<'purchases'>;
  readonly purchases: Queue;
  readonly dead: Queue;
  readonly parked: Queue;
  /** Where the local SQS lets its queues be looked into; no other does. */
  readonly inspectedAt: string | undefined;
};

const variables = {
  PURCHASES_TABLE: z.string().min(1),
  PURCHASES_QUEUE_URL: z.url(),
  DEAD_LETTERS_QUEUE_URL: z.url(),
  PARKED_PURCHASES_QUEUE_URL: z.url(),
};

/**
 * Opens what the environment names, or else what the running stack has.
 *
 * @throws BadSettingError when there is neither, or the environment names only a part.
 */
export const openPlaces = (environment: Environment, running: RunningStack | undefined): Places => {
  if (environment.DEAD_LETTERS_QUEUE_URL !== undefined) return placesOf(environment);
  if (running !== undefined) return placesOf(environmentOf(running));
  throw new BadSettingError(
    'No stack is running: start one with npm start, or name queues and table in the environment (see --help).',
  );
};

const placesOf = (environment: Environment): Places => {
  const settings = settingsOf(environment);
  const sqs = { client: awsClient(settings, 'SQS') };
  return {
    store: openStore(
      { purchases: settings.PURCHASES_TABLE },
      { client: awsClient(settings, 'DYNAMODB') },
    ),
    purchases: openQueue(settings.PURCHASES_QUEUE_URL, sqs),
    dead: openQueue(settings.DEAD_LETTERS_QUEUE_URL, sqs),
    parked: openQueue(settings.PARKED_PURCHASES_QUEUE_URL, sqs),
    inspectedAt:
      settings.WILLCALL_BACKEND === 'embedded'
        ? (settings.AWS_ENDPOINT_URL_SQS ?? settings.AWS_ENDPOINT_URL)
        : undefined,
  };
};

const settingsOf = (environment: Environment) => {
  try {
    return readEnvironment(variables, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new BadSettingError(`${error.message}.`);
    throw error;
  }
};

const environmentOf = ({ tables, queues, ...aws }: RunningStack): Environment => ({
  WILLCALL_BACKEND: 'embedded',
  AWS_REGION: LOCAL_REGION,
  AWS_ENDPOINT_URL_DYNAMODB: aws.dynamodbEndpoint,
  AWS_ENDPOINT_URL_SQS: aws.sqsEndpoint,
  PURCHASES_TABLE: tables.purchases,
  PURCHASES_QUEUE_URL: queues.purchases.url,
  DEAD_LETTERS_QUEUE_URL: queues['purchases-dead'].url,
  PARKED_PURCHASES_QUEUE_URL: queues['parked-purchases'].url,
});
