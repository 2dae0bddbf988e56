import { join } from 'node:path';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { startBackend } from '../../stage/backend/start-backend.ts';
import { startStageProcess } from '../../stage/process/start-stage-process.ts';
import {
  type RunningStack,
  removeRunningStack,
  writeRunningStack,
} from '../../stage/running-stack.ts';
import { DEFAULT_STATE_FOLDER } from '../../stage/state-folder.ts';
import { checkPort } from './check-port.ts';
import { demonstrationShow } from './demonstration-show.ts';
import type { Settings } from './settings.ts';

export type Stack = {
  readonly running: RunningStack;
  readonly logFile: string;
  /** A show that is on sale, to try a purchase with. */
  readonly showId: string;
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Gateway, pumps, then DynamoDB and SQS. Repeatable. */
  stop(): Promise<void>;
};

/** The stage that `npm start` runs. */
const STAGE = 'local';

/** Starts everything that `npm start` runs, and a show to buy tickets for. */
export const runStack = async ({ backend, port, dataFolder }: Settings): Promise<Stack> => {
  await checkPort(port);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.toReversed()) await stopOne();
  };
  try {
    const {
      stop: stopAws,
      unexpectedEnd,
      ...aws
    } = await startBackend(backend, {
      dataFolder,
    });
    stops.push(stopAws);
    const logFile = join(DEFAULT_STATE_FOLDER, 'logs', 'functions.log');
    const stage = await startStageProcess({ ...aws, stage: STAGE, port, dataFolder }, logFile);
    stops.push(stage.stop);
    const showId = await demonstrationShow(stage.url);
    const { stop: _stop, unexpectedEnd: stageEnd, outcome: _outcome, ...ready } = stage;
    const running = { pid: process.pid, ...ready, ...aws, stage: STAGE };
    await writeRunningStack(running);
    stops.push(() => removeRunningStack(process.pid));
    return {
      running,
      logFile,
      showId,
      unexpectedEnd: Promise.race([unexpectedEnd, stageEnd]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
