import { randomUUID } from 'node:crypto';
import {
  ACCESS_DENIED,
  type LocalLogEntry,
  type LocalStage,
  type StageOptions,
  startStage,
} from '@willcall/localstack';
import { afterAll, inject, onTestFinished } from 'vitest';
import { recordDeniedCall } from './role/denied-calls.ts';

export type TestStageOptions = Partial<StageOptions>;

export type TestStage = LocalStage & {
  /** What the gateway and the pumps reported, such as a function that threw. */
  readonly logged: readonly LocalLogEntry[];
};

/**
 * What accept says at once rests on reads that a busy machine takes long for: a test of what it says
 * must not be queued for that.
 */
const LONG_READ_TIMEOUT = { READ_PATIENCE_MS: '10000' };

/**
 * Starts a stage with a name of its own on the run's local AWS. It stops with the test that it was
 * started in, or with the file if it was started outside of one.
 *
 * @example
 * const stage = await testStage({ resources: { visibilityTimeoutSeconds: 1 } });
 */
export const startTestStage = async (options: TestStageOptions = {}): Promise<TestStage> => {
  const aws = {
    dynamodbEndpoint: inject('dynamodbEndpoint'),
    sqsEndpoint: inject('sqsEndpoint'),
    backend: inject('backend'),
  };
  const logged: LocalLogEntry[] = [];
  const stage = await startStage({
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
  });
  stopLater(stage.stop);
  return { ...stage, logged };
};

const stopLater = (stop: () => Promise<void>): void => {
  try {
    onTestFinished(stop);
  } catch {
    afterAll(stop);
  }
};
