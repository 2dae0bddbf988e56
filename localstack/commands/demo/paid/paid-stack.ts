import { join } from 'node:path';
import type { LocalAwsError } from '../../../aws/local-aws-error.ts';
import type { BackendChoice } from '../../../stage/backend/choose-backend.ts';
import { startBackend } from '../../../stage/backend/start-backend.ts';
import { startTimedStage } from '../../../stage/process/start-timed-stage.ts';
import { DEFAULT_STATE_FOLDER } from '../../../stage/state-folder.ts';
import type { PaidStack } from './run-paid-demo.ts';

/** The name of its stage. */
const STAGE = 'demo';

/**
 * Starts a stack for one paid demo on free ports, with its function log in the state folder. Never the running stack,
 * because nobody may move that one's clock.
 *
 * @throws LocalAwsError; the signal's reason
 */
export const startPaidStack = async (
  choice: BackendChoice,
  signal: AbortSignal,
): Promise<PaidStack & { readonly logFile: string }> => {
  const { stop: stopAws, unexpectedEnd: awsEnd, ...aws } = await startBackend(choice, { signal });
  const logFile = join(DEFAULT_STATE_FOLDER, 'logs', 'demo.log');
  try {
    const stage = await startTimedStage({ ...aws, stage: STAGE, logFile, signal });
    const unexpectedEnd: Promise<LocalAwsError> = Promise.race([awsEnd, stage.unexpectedEnd]);
    return {
      ...stage,
      running: { ...stage, ...aws, stage: STAGE, pid: process.pid },
      logFile,
      unexpectedEnd,
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
