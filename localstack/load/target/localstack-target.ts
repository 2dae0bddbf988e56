import { join } from 'node:path';
import { chooseBackend } from '../../backend/choice/backend-choice.ts';
import { startBackend } from '../../backend/start-backend.ts';
import type { DemoStack } from '../../demo/stack/demo-stack.ts';
import { DEFAULT_STATE_FOLDER } from '../../embedded/keys/state-folder.ts';
import { startStageProcess } from '../../embedded/stage-process/start-stage-process.ts';
import type { LoadTarget } from './load-target.ts';
import { localTarget } from './local-target.ts';

/**
 * A stage of its own in LocalStack: the one that AWS_ENDPOINT_URL names, or that runs, or that is
 * started by Docker and stopped at the end.
 */
export const openLocalStackTarget = async (
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LoadTarget> => localTarget(await startLocalStackStage(environment));

const startLocalStackStage = async (environment: NodeJS.ProcessEnv): Promise<DemoStack> => {
  const choice = chooseBackend({ ...environment, WILLCALL_BACKEND: 'localstack' });
  const { stop: stopAws, unexpectedEnd: awsEnd, ...aws } = await startBackend(choice);
  const logFile = join(DEFAULT_STATE_FOLDER, 'logs', 'load.log');
  try {
    const stage = await startStageProcess({ ...aws, stage: 'load', port: 0 }, logFile);
    return {
      url: stage.url,
      dynamodbEndpoint: aws.dynamodbEndpoint,
      tables: stage.tables,
      description: `LocalStack at ${aws.dynamodbEndpoint}, function log ${logFile}`,
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
