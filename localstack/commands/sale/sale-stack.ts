import { join } from 'node:path';
import { CommandError } from '@willcall/cli';
import { openClient } from '@willcall/client';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { type BackendChoice, chooseBackend } from '../../stage/backend/choose-backend.ts';
import { startBackend } from '../../stage/backend/start-backend.ts';
import { startStageProcess } from '../../stage/process/start-stage-process.ts';
import { type RunningStack, readRunningStack } from '../../stage/running-stack.ts';
import { DEFAULT_STATE_FOLDER } from '../../stage/state-folder.ts';

/** The stack on this machine that a demo or a load sells on. */
export type SaleStack = Pick<RunningStack, 'url' | 'dynamodbEndpoint' | 'tables'> & {
  /** A description of the stack, for output. */
  readonly description: string;
  /** Never settles for a stack that is not ours. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Stops what was started here. Can be called again. */
  stop(): Promise<void>;
};

/** The stack that `npm start` runs, or else one started for this sale alone. */
export const openSaleStack = async (): Promise<SaleStack> => {
  const running = await readRunningStack();
  if (running === undefined || !(await isAnswering(running.url))) {
    return await startOwnStack(chooseBackend(process.env), 'demo');
  }
  return {
    ...running,
    description: `the running stack at ${running.url}`,
    unexpectedEnd: new Promise(() => undefined),
    stop: async () => undefined,
  };
};

/** The process id can belong to another process by now. */
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
 * Starts a stack for one command alone, on free ports, its function log in the state folder.
 *
 * @param name of its stage and its log.
 */
export const startOwnStack = async (
  choice: BackendChoice,
  name: 'demo' | 'load',
): Promise<SaleStack> => {
  const { stop: stopAws, unexpectedEnd: awsEnd, ...aws } = await startBackend(choice);
  const logFile = join(DEFAULT_STATE_FOLDER, 'logs', `${name}.log`);
  try {
    const stage = await startStageProcess({ ...aws, stage: name, port: 0 }, logFile);
    return {
      url: stage.url,
      dynamodbEndpoint: aws.dynamodbEndpoint,
      tables: stage.tables,
      description: `a temporary stack at ${stage.url}, function log ${logFile}`,
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
 * The origin of an address on this machine. A demo is a load test: it must never reach anything else.
 *
 * @throws CommandError for any other host
 */
export const expectLoopbackOrigin = (address: string): string => {
  const { origin, hostname, protocol } = new URL(address);
  if (protocol === 'http:' && hostname === '127.0.0.1') return origin;
  throw new CommandError(`The demo only runs against http://127.0.0.1, not ${origin}.`);
};
