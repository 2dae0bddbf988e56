import type { Seams } from '@willcall/lambda';
import { consoleLog } from '../aws/process/local-log.ts';
import { type LocalStage, type RunStageOptions, runStage } from './run-stage.ts';
import { stageFunctions } from './stage-functions.ts';

export type StageOptions = Omit<RunStageOptions, 'functions'> & {
  /** Where a test reaches into the functions: time, chance, and the calls to AWS. */
  readonly seams?: Seams | undefined;
};

/**
 * Starts a stage of willcall in this process: its tables and queues, its functions, the gateway
 * before them and the pumps behind. Many stages can share a process and a local AWS.
 *
 * @example
 * const stage = await startStage({ aws, stage: 'dev' });
 * await fetch(`${stage.url}/v1/shows`);
 * await stage.stop();
 */
export const startStage = ({ seams, ...options }: StageOptions): Promise<LocalStage> => {
  const { log = consoleLog } = options;
  return runStage({
    ...options,
    functions: (environment) => stageFunctions({ environment, seams, log }),
  });
};
