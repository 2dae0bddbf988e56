import { join } from 'node:path';
import { DEFAULT_STATE_FOLDER } from '../../aws/identity/state-folder.ts';
import type { BackendChoice } from '../../stage/backend/choice/backend-choice.ts';
import { startBackend } from '../../stage/backend/start-backend.ts';
import { startStageProcess } from '../../stage/process/start-stage-process.ts';
import type { DemoStack } from './demo-stack.ts';

/**
 * Starts a stack for one command alone, on free ports, its function log in the state folder.
 *
 * @param name of its stage and its log.
 */
export const startOwnStack = async (
  choice: BackendChoice,
  name: 'demo' | 'load',
): Promise<DemoStack> => {
  const { stop: stopAws, unexpectedEnd: awsEnd, ...aws } = await startBackend(choice);
  const logFile = join(DEFAULT_STATE_FOLDER, 'logs', `${name}.log`);
  try {
    const stage = await startStageProcess({ ...aws, stage: name, port: 0 }, logFile);
    return {
      url: stage.url,
      dynamodbEndpoint: aws.dynamodbEndpoint,
      tables: stage.tables,
      description: `a stack of its own at ${stage.url}, function log ${logFile}`,
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
