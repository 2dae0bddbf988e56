import { awsClient, ConfigurationError, type Environment, readEnvironment } from '@willcall/lambda';
import { openQueue, type Queue } from '@willcall/messaging';
import * as z from 'zod';
import { LOCAL_REGION } from '../../embedded/clients/local-credentials.ts';
import { BadSettingError } from '../../embedded/local-aws-error.ts';
import type { RunningStack } from '../../embedded/running/running-stack.ts';
import { type AnnounceRecord, recordAnnouncer } from './announce-record.ts';

export type Replay = { readonly queue: Queue; readonly announce: AnnounceRecord };

/**
 * Opens what the environment names, as the stream's function reads it, or else the running stack.
 *
 * @throws BadSettingError when there is neither, or the environment names only a part.
 */
export const openReplay = (environment: Environment, running: RunningStack | undefined): Replay => {
  if (environment.PARKED_EVENTS_QUEUE_URL !== undefined) return opened(environment);
  if (running !== undefined) return opened(environmentOf(running));
  throw new BadSettingError(
    'No stack is running: start one with npm start, or name queue, tables and bus in the environment (see --help).',
  );
};

const opened = (environment: Environment): Replay => {
  try {
    const announce = recordAnnouncer(environment);
    const settings = readEnvironment({ PARKED_EVENTS_QUEUE_URL: z.url() }, environment);
    const client = awsClient(settings, 'SQS');
    return { queue: openQueue(settings.PARKED_EVENTS_QUEUE_URL, { client }), announce };
  } catch (error) {
    if (error instanceof ConfigurationError) throw new BadSettingError(`${error.message}.`);
    throw error;
  }
};

const environmentOf = ({ tables, queues, bus, ...aws }: RunningStack): Environment => ({
  WILLCALL_BACKEND: 'embedded',
  AWS_REGION: LOCAL_REGION,
  AWS_ENDPOINT_URL_DYNAMODB: aws.dynamodbEndpoint,
  AWS_ENDPOINT_URL_SQS: aws.sqsEndpoint,
  AWS_ENDPOINT_URL_EVENTBRIDGE: aws.eventsEndpoint,
  SHOWS_TABLE: tables.shows,
  PURCHASES_TABLE: tables.purchases,
  REMINDERS_TABLE: tables.reminders,
  EVENT_BUS_NAME: bus,
  PARKED_EVENTS_QUEUE_URL: queues['parked-events'].url,
});
