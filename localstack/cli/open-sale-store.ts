import { awsClient, type Environment } from '@willcall/lambda';
import { openStore, type Store } from '@willcall/store';
import * as z from 'zod';
import type { RunningStack } from '../stage/running-stack.ts';
import { commandEnvironment } from './command-environment.ts';
import { commandSettings } from './command-settings.ts';

const TableName = z.string().min(1);

const variables = {
  SHOWS_TABLE: TableName,
  STOCK_TABLE: TableName,
  SEATS_TABLE: TableName,
  PURCHASES_TABLE: TableName,
};

/** For the `--help` of commands that read the tables of a sale. */
export const WHICH_TABLES = `Looks at the stack that npm start runs or, when PURCHASES_TABLE is set, at what the environment
names as the functions read it: ${Object.keys(variables).join(', ')},
AWS_REGION, AWS_ENDPOINT_URL, WILLCALL_BACKEND, and the AWS SDK's credentials.`;

/**
 * Opens the tables of a sale: those that the environment names, or else those of the running stack.
 *
 * @throws BadSettingError when there are neither, or the environment names only a part
 */
export const openSaleStore = (
  environment: Environment,
  running: RunningStack | undefined,
): Store => {
  const named = commandEnvironment(environment, running, {
    mark: 'PURCHASES_TABLE',
    what: 'tables',
  });
  const settings = commandSettings(variables, named);
  return openStore(
    {
      shows: settings.SHOWS_TABLE,
      stock: settings.STOCK_TABLE,
      seats: settings.SEATS_TABLE,
      purchases: settings.PURCHASES_TABLE,
    },
    { client: awsClient(settings, 'DYNAMODB') },
  );
};
