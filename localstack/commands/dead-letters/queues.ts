import { createClientConfig, type Environment } from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import type { DeadLetterQueues } from '@willcall/worker';
import * as z from 'zod';
import type { RunningStack } from '../../stage/running-stack.ts';
import { readStageSettings } from '../connection.ts';

/** The queues of purchase messages, and the table with their decisions. */
export type PurchaseQueues = DeadLetterQueues & {
  /** The endpoint for queue inspection, which only the local SQS has. */
  readonly inspectionEndpoint: string | undefined;
};

const variables = {
  PURCHASES_TABLE: z.string().min(1),
  PURCHASES_QUEUE_URL: z.url(),
  DEAD_LETTERS_QUEUE_URL: z.url(),
  PARKED_PURCHASES_QUEUE_URL: z.url(),
};

/** The variables that the help text lists. */
export const queueVariables = Object.keys(variables);

/**
 * Opens the queues that the environment names, or those of the running stack.
 *
 * @throws CommandError if there are neither, or the environment names only some of them.
 */
export const openPurchaseQueues = (
  environment: Environment,
  running: RunningStack | undefined,
): PurchaseQueues => {
  const settings = readStageSettings(variables, {
    environment,
    running,
    what: 'queues and table',
  });
  const sqs = { client: createClientConfig(settings, 'SQS') };
  return {
    store: openStore(
      { purchases: settings.PURCHASES_TABLE },
      { client: createClientConfig(settings, 'DYNAMODB') },
    ),
    purchases: openQueue(settings.PURCHASES_QUEUE_URL, sqs),
    dead: openQueue(settings.DEAD_LETTERS_QUEUE_URL, sqs),
    parked: openQueue(settings.PARKED_PURCHASES_QUEUE_URL, sqs),
    inspectionEndpoint:
      settings.WILLCALL_BACKEND === 'embedded'
        ? (settings.AWS_ENDPOINT_URL_SQS ?? settings.AWS_ENDPOINT_URL)
        : undefined,
  };
};
