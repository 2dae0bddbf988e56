import { resolve } from 'node:path';
import { BadSettingError, HIGHEST_PORT } from '../../aws/local-aws-error.ts';
import { type BackendChoice, chooseBackend } from '../../stage/backend/choose-backend.ts';

export type Settings = {
  readonly backend: BackendChoice;
  readonly port: number;
  /** The origins whose pages may call the API, besides the gateway's own. */
  readonly browserOrigins: string[];
  /** The folder for tables, queues and messages. Without it, all state is in memory. */
  readonly dataFolder: string | undefined;
};

const DEFAULT_PORT = 3000;

/** Reads the settings of `npm start` from the environment. */
export const readSettings = (environment: NodeJS.ProcessEnv): Settings => {
  const { WILLCALL_DATA: data, WILLCALL_BROWSER_ORIGINS: origins, PORT: port } = environment;
  return {
    backend: chooseBackend(environment),
    port: port === undefined || port === '' ? DEFAULT_PORT : parsePort(port),
    browserOrigins: origins === undefined || origins === '' ? [] : parseOrigins(origins),
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

const parseOrigins = (text: string): string[] => [
  ...new Set(text.split(',').map((origin) => parseOrigin(origin.trim()))),
];

/** An origin as a browser sends it, e.g. `http://localhost:5173`. */
const parseOrigin = (text: string): string => {
  const url = URL.parse(text);
  const isWeb = url !== null && ['http:', 'https:'].includes(url.protocol) && url.host !== '';
  if (isWeb && url.origin === text) return text;
  const remedy = isWeb
    ? `Write ${url.origin}.`
    : 'Write scheme, host and port alone, such as http://localhost:5173, with commas between several.';
  throw new BadSettingError(`WILLCALL_BROWSER_ORIGINS: "${text}" is not an origin. ${remedy}`);
};
