import { resolve } from 'node:path';
import { BadSettingError, HIGHEST_PORT } from '../../aws/local-aws-error.ts';
import { type BackendChoice, chooseBackend } from '../../stage/backend/choose-backend.ts';

export type Settings = {
  readonly backend: BackendChoice;
  readonly port: number;
  /** The folder for tables, queues and messages. Without it, all state is in memory. */
  readonly dataFolder: string | undefined;
};

const DEFAULT_PORT = 3000;

/** Reads the settings of `npm start` from the environment. */
export const readSettings = (environment: NodeJS.ProcessEnv): Settings => {
  const { WILLCALL_DATA: data, PORT: port } = environment;
  return {
    backend: chooseBackend(environment),
    port: port === undefined || port === '' ? DEFAULT_PORT : parsePort(port),
    dataFolder: data === undefined || data === '' ? undefined : resolve(data),
  };
};

const parsePort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT) {
    throw new BadSettingError(
      `PORT=${text} is not a port: it must be a whole number from 0 (any free port) to ${HIGHEST_PORT}.`,
    );
  }
  return port;
};
