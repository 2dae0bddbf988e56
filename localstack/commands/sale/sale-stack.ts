import { join } from 'node:path';
import { CommandError } from '@willcall/cli';
import { openClient } from '@willcall/client/checked';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { type BackendChoice, chooseBackend } from '../../stage/backend/choose-backend.ts';
import { startBackend } from '../../stage/backend/start-backend.ts';
import { startStageProcesses } from '../../stage/process/start-stage-processes.ts';
import { type RunningStack, readRunningStack } from '../../stage/running-stack.ts';
import { DEFAULT_STATE_FOLDER } from '../../stage/state-folder.ts';
import { watchStackEnd } from '../ended-stack.ts';

/** The stack on this machine for a demo or a load. */
export type SaleStack = Pick<RunningStack, 'url' | 'dynamodbEndpoint' | 'tables'> & {
  /** A description of the stack, for output. */
  readonly description: string;
  /** Settles when the stack ends without a call to `stop`, whoever started it. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** The process of `npm start`. Undefined if this command started the stack. */
  readonly running?: RunningStack;
  /** Stops what this command started. Can be called again. */
  stop(): Promise<void>;
};

/** Uses the stack that `npm start` runs, or starts one for this sale. */
export const openSaleStack = async (): Promise<SaleStack> => {
  const running = await readRunningStack();
  if (running === undefined || !(await isAnswering(running.url))) {
    return await startOwnStack(chooseBackend(process.env), 'demo');
  }
  const watching = new AbortController();
  const { promise: unexpectedEnd, resolve } = Promise.withResolvers<LocalAwsError>();
  // The only failure is the end of the watch.
  watchStackEnd(running, watching.signal).then(resolve, () => undefined);
  return {
    ...running,
    running,
    description: `the running stack at ${running.url}`,
    unexpectedEnd,
    stop: async () => watching.abort(),
  };
};

/** Calls the API, because another process may have the stack's process id by now. */
const isAnswering = async (url: string): Promise<boolean> => {
  const client = openClient({ url, retry: { attempts: 1 } });
  try {
    await client.call('getHealth', {});
    return true;
  } catch {
    return false;
  } finally {
    client.close();
  }
};

/**
 * Starts a stack for one command on free ports, with its function log in the state folder.
 *
 * @param name the name of its stage and its log.
 */
export const startOwnStack = async (
  choice: BackendChoice,
  name: 'demo' | 'load',
): Promise<SaleStack> => {
  const { stop: stopAws, unexpectedEnd: awsEnd, ...aws } = await startBackend(choice);
  const logFile = join(DEFAULT_STATE_FOLDER, 'logs', `${name}.log`);
  try {
    const own = { stage: name, port: 0, browserOrigins: [], logFile };
    const stage = await startStageProcesses({ ...aws, ...own });
    return {
      url: stage.ready.url,
      dynamodbEndpoint: aws.dynamodbEndpoint,
      tables: stage.ready.tables,
      description: `a temporary stack at ${stage.ready.url}, function log ${logFile}`,
      unexpectedEnd: Promise.race([awsEnd, stage.unexpectedEnd]),
      stop: async () => {
        await stage.stop();
        await stopAws();
      },
    };
  } catch (error) {
    await stopAws();
    throw error;
  }
};

/**
 * The origin of an address on this machine. A demo is a load test, so it must never reach another
 * host.
 *
 * @throws CommandError for any other host
 */
export const expectLoopbackOrigin = (address: string): string => {
  const { origin, hostname, protocol } = new URL(address);
  if (protocol === 'http:' && hostname === '127.0.0.1') return origin;
  throw new CommandError(`The demo only runs against http://127.0.0.1, not ${origin}.`);
};
