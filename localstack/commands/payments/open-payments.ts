import { CommandError, type Progress, withProgress } from '@willcall/cli';
import { createClientConfig, type Environment } from '@willcall/lambda';
import { MessagingError, openQueue, type Queue } from '@willcall/messaging';
import { ProviderError } from '@willcall/payments';
import { openStore, readShow, type ShowRecord, type Store, StoreError } from '@willcall/store';
import * as z from 'zod';
import { type RunningStack, readRunningStack } from '../../stage/running-stack.ts';
import { explainAwsCause } from '../aws-causes.ts';
import { chooseStageVariables, readStageSettings } from '../connection.ts';
import { untilStackEnds } from '../ended-stack.ts';

const TableName = z.string().min(1);

const variables = {
  SHOWS_TABLE: TableName,
  JOURNAL_TABLE: TableName,
  PURCHASES_TABLE: TableName,
  PULSE_TABLE: TableName,
  PAYMENTS_QUEUE_URL: z.url(),
};

const deadVariables = { DEAD_PAYMENTS_QUEUE_URL: z.url() };

/** For the help of commands that look at payments. */
export const paymentsHelp = `The command reads the stack that npm start runs. To read another stage, set the variables that its
functions have: ${Object.keys({ ...variables, ...deadVariables }).join(', ')},
AWS_REGION, AWS_ENDPOINT_URL, WILLCALL_BACKEND, and the AWS SDK's credentials.`;

/** The tables and the queue of payments, and the variables that lead to them. */
export type StagePaymentsConnection = {
  readonly store: Store<'shows' | 'journal' | 'purchases'>;
  /** The budget of calls to the provider. */
  readonly pulse: Store<'pulse'>;
  readonly payments: Queue;
  /** What a function of the stage would have as its environment. */
  readonly environment: Environment;
};

/**
 * Opens the tables and the queue that the environment names, or those of the running stack.
 *
 * @throws CommandError if there are neither, or the environment names only some of them
 */
export function openStagePayments(
  given: Environment,
  running: RunningStack | undefined,
): StagePaymentsConnection {
  const source = { environment: given, running, what: 'tables and queue' };
  const settings = readStageSettings(variables, source);
  const connection = { client: createClientConfig(settings, 'DYNAMODB') };
  return {
    store: openStore(
      {
        shows: settings.SHOWS_TABLE,
        journal: settings.JOURNAL_TABLE,
        purchases: settings.PURCHASES_TABLE,
      },
      connection,
    ),
    pulse: openStore({ pulse: settings.PULSE_TABLE }, connection),
    payments: openQueue(settings.PAYMENTS_QUEUE_URL, {
      client: createClientConfig(settings, 'SQS'),
    }),
    environment: chooseStageVariables(Object.keys(variables), source),
  };
}

/**
 * Opens the queue of payment tasks that could not be done.
 *
 * @throws CommandError if the environment does not name it
 */
export function openDeadPayments(environment: Environment): Queue {
  const settings = readStageSettings(deadVariables, {
    ...{ environment, running: undefined, what: 'queue' },
  });
  return openQueue(settings.DEAD_PAYMENTS_QUEUE_URL, {
    client: createClientConfig(settings, 'SQS'),
  });
}

/**
 * Runs a command on the payments of a stage, with progress.
 *
 * @throws CommandError with a sentence that says what could not be reached
 */
export async function withStagePayments<T>(
  work: (connection: StagePaymentsConnection, progress: Progress) => Promise<T>,
): Promise<T> {
  const running = await readRunningStack();
  const connection = openStagePayments(process.env, running);
  try {
    return await untilStackEnds(running, () =>
      withProgress((progress) => work(connection, progress)),
    );
  } catch (error) {
    if (error instanceof ProviderError) {
      throw new CommandError(
        `The payment provider did not answer: ${error.message}. Nothing was changed. Try again.`,
        { code: error.code, cause: error },
      );
    }
    if (error instanceof MessagingError) {
      throw new CommandError(
        `${error.message}: ${explainAwsCause(error.cause)} Nothing was lost.`,
        {
          code: error.code,
          cause: error,
        },
      );
    }
    throw error;
  }
}

/**
 * Reads a show that a payment provider takes the money for.
 *
 * @throws StoreError SHOW_UNKNOWN; CommandError if the show is not paid
 */
export async function readPaidShow(store: Store<'shows'>, showId: string): Promise<ShowRecord> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  if (show.payment !== 'PROVIDER') {
    throw new CommandError(
      `Nothing is charged for show ${showId}: its payment is NONE. There is nothing to compare.`,
      { code: 'SHOW_NOT_PAID' },
    );
  }
  return show;
}
