import { randomUUID } from 'node:crypto';
import {
  ACCESS_DENIED,
  type LocalLogEntry,
  type LocalStage,
  removeResources,
  type StageOptions,
  startStage,
} from '@willcall/localstack';
import { afterAll, inject, onTestFinished } from 'vitest';
import { withFunctionLines } from './function-lines.ts';
import { recordDeniedCall } from './role/denied-calls.ts';

export type TestStageOptions = Partial<StageOptions>;

export type TestStage = LocalStage & {
  /** Errors that the gateway and the pollers reported, such as a function that threw. */
  readonly logged: readonly LocalLogEntry[];
};

/**
 * Answers of accept depend on reads that are slow on a busy machine. A test of such an answer must
 * not get a queued purchase because of it.
 */
const LONG_READ_TIMEOUT = { READ_PATIENCE_MS: '10000' };

/**
 * Starts a stage with a unique name on the run's local AWS. It stops, and its tables and queues are removed, at the
 * end of the current test, or of the file when started outside a test.
 *
 * @example
 * const stage = await startTestStage({ resources: { visibilityTimeoutSeconds: 1 } });
 */
export const startTestStage = async (options: TestStageOptions = {}): Promise<TestStage> => {
  const aws = {
    dynamodbEndpoint: inject('dynamodbEndpoint'),
    sqsEndpoint: inject('sqsEndpoint'),
    backend: inject('backend'),
  };
  const logged: LocalLogEntry[] = [];
  const stage = await withFunctionLines(() =>
    startStage({
      aws,
      stage: `test-${randomUUID()}`,
      announces: false,
      stateFolder: inject('stateFolder'),
      log: (entry) => {
        logged.push(entry);
        if (entry.message === ACCESS_DENIED) recordDeniedCall(entry.detail ?? '');
      },
      ...options,
      env: { ...LONG_READ_TIMEOUT, ...options.env },
    }),
  );
  stopLater(async () => {
    const stopped = stage.stop();
    // Meanwhile, so that its pollers do not wait until their long polls end.
    await removeResources(aws, stage.resources);
    await stopped;
  });
  return { ...stage, logged };
};

const stopLater = (stop: () => Promise<void>): void => {
  try {
    onTestFinished(stop);
  } catch {
    afterAll(stop);
  }
};
