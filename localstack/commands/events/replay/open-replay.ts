import { awsClient, ConfigurationError, type Environment, readEnvironment } from '@willcall/lambda';
import { openQueue, type Queue } from '@willcall/messaging';
import * as z from 'zod';
import { BadSettingError } from '../../../aws/local-aws-error.ts';
import { commandEnvironment } from '../../../cli/command-environment.ts';
import type { RunningStack } from '../../../stage/running-stack.ts';
import { type AnnounceRecord, recordAnnouncer } from './announce-record.ts';

export type Replay = { readonly queue: Queue; readonly announce: AnnounceRecord };

/**
 * Opens what the environment names, as the stream's function reads it, or else the running stack.
 *
 * @throws BadSettingError when there is neither, or the environment names only a part.
 */
export const openReplay = (environment: Environment, running: RunningStack | undefined): Replay =>
  opened(
    commandEnvironment(environment, running, {
      mark: 'PARKED_EVENTS_QUEUE_URL',
      what: 'queue, tables and bus',
    }),
  );

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
