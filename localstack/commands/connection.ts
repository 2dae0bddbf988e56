import {
  CommandError,
  endWhenReaderLeaves,
  type Progress,
  SettingError,
  startProgress,
  stopOnSignals,
} from '@willcall/cli';
import {
  ConfigurationError,
  createClientConfig,
  type Environment,
  readEnvironment,
} from '@willcall/lambda';
import { openStore, type Store } from '@willcall/store';
import * as z from 'zod';
import { readBackendName } from '../stage/backend/choose-backend.ts';
import { type RunningStack, readRunningStack } from '../stage/running-stack.ts';
import { createStageEnvironment } from '../stage/stage-environment.ts';

const TableName = z.string().min(1);

const saleTables = {
  SHOWS_TABLE: TableName,
  STOCK_TABLE: TableName,
  JOURNAL_TABLE: TableName,
  SEATS_TABLE: TableName,
  PURCHASES_TABLE: TableName,
};

/** For the help of commands that read the tables of a sale. */
export const tablesHelp = `The command reads the stack that npm start runs. To read another stage, set the variables that its
functions have: ${Object.keys(saleTables).join(', ')},
AWS_REGION, AWS_ENDPOINT_URL, WILLCALL_BACKEND, and the AWS SDK's credentials.`;

/**
 * Runs a command that reads the tables of a sale, with progress. Ctrl-C ends it. It also ends
 * quietly if the reader closes the output, because the command only reads.
 *
 * @throws CommandError if the tables cannot be found
 */
export async function withSaleStore<T>(
  read: (
    store: Store,
    progress: Progress,
    /** Undefined if the environment names the tables of a sale without that of its reminders. */
    reminders: Store<'reminders'> | undefined,
  ) => Promise<T>,
): Promise<T> {
  const running = await readRunningStack();
  const store = openSaleStore(process.env, running);
  const reminders = openReminderStore(process.env, running);
  const progress = startProgress();
  endWhenReaderLeaves(process.stdout, progress.end);
  stopOnSignals(progress.end);
  try {
    return await read(store, progress, reminders);
  } finally {
    progress.end();
  }
}

/**
 * Opens the tables of a sale: those that the environment names, or those of the running stack.
 *
 * @throws CommandError if there are neither, or the environment names only some of them
 */
export const openSaleStore = (
  environment: Environment,
  running: RunningStack | undefined,
): Store => {
  const settings = readStageSettings(saleTables, { environment, running, what: 'tables' });
  return openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      journal: settings.JOURNAL_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
    },
    { client: createClientConfig(settings, 'DYNAMODB') },
  );
};

/** Opens the table of reminders. Undefined if the environment names only the tables of the sale. */
const openReminderStore = (
  environment: Environment,
  running: RunningStack | undefined,
): Store<'reminders'> | undefined => {
  const variables = { ...saleTables, REMINDERS_TABLE: TableName.optional() };
  const settings = readStageSettings(variables, { environment, running, what: 'tables' });
  const { REMINDERS_TABLE: reminders } = settings;
  if (reminders === undefined) return undefined;
  return openStore({ reminders }, { client: createClientConfig(settings, 'DYNAMODB') });
};

type StageSource = {
  readonly environment: Environment;
  readonly running: RunningStack | undefined;
  /** A noun for what the variables name: `tables`. */
  readonly what: string;
};

/**
 * Reads a command's settings from the variables that the functions use, or from the stack that `npm
 * start` runs.
 *
 * @throws CommandError with one sentence that names all missing variables
 */
export const readStageSettings = <Shape extends z.ZodRawShape>(
  variables: Shape,
  source: StageSource,
) => {
  const named = chooseStageVariables(Object.keys(variables), source);
  try {
    return readEnvironment(variables, named);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new SettingError(`${error.message}.`, { cause: error });
  }
};

/**
 * Returns the same settings as variables for the functions. With WILLCALL_BACKEND=aws or any of the
 * names set, only the environment counts. An operator of a deployed stage therefore never works on
 * a local one by mistake.
 *
 * @throws CommandError if no name is set and no stack runs
 */
export const chooseStageVariables = (
  names: readonly string[],
  { environment, running, what }: StageSource,
): Environment => {
  const isNamed =
    readBackendName(environment) === 'aws' || names.some((name) => environment[name] !== undefined);
  if (isNamed) return environment;
  if (running !== undefined) return makeEnvironment(running);
  throw new CommandError(
    `No stack is running. Start one with npm start, or set the variables of its ${what} (see --help).`,
    { code: 'NO_STACK' },
  );
};

const makeEnvironment = (running: RunningStack): Environment => {
  const { paymentsEndpoint: endpoint, paymentKeysFile: keysFile } = running;
  const { PURCHASE_ID_KEYS_FILE: _, ...environment } = createStageEnvironment({
    aws: running,
    stage: running.stage,
    resources: running,
    eventsEndpoint: running.eventsEndpoint,
    // Commands never create purchase ids.
    purchaseIdKeysFile: '',
    payments: endpoint === undefined || keysFile === undefined ? undefined : { endpoint, keysFile },
    extra: {},
  });
  return environment;
};
