import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import {
  chooseBackend,
  LocalAwsError,
  type LocalBackend,
  startBackend,
} from '@willcall/localstack';
import type { TestProject } from 'vitest/node';
import { TIMEOUT_FACTOR } from './backend/timeout-factor.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DynamoDB shared by every test of the run. Tests use separate stages. */
    dynamodbEndpoint: string;
    /** The SQS shared in the same way. */
    sqsEndpoint: string;
    /** The backend of the run. Tests of the embedded one do not run on LocalStack. */
    backend: LocalBackend;
    /** Holds keys of this run only, so no test touches the developer's. */
    stateFolder: string;
  }
}

/**
 * Starts the local AWS that WILLCALL_BACKEND names for the whole test run, and stops it at the end.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const aws = await startChosen().catch(orSentence);
  const backend = aws.backend ?? 'embedded';
  project.config.testTimeout *= TIMEOUT_FACTOR[backend];
  project.config.hookTimeout *= TIMEOUT_FACTOR[backend];
  const { poll = {} } = project.config.expect;
  poll.timeout = known(poll.timeout, 'expect.poll.timeout') * TIMEOUT_FACTOR[backend];
  const stateFolder = await mkdtemp(join(tmpdir(), 'willcall-test-'));
  project.provide('dynamodbEndpoint', aws.dynamodbEndpoint);
  project.provide('sqsEndpoint', aws.sqsEndpoint);
  project.provide('backend', backend);
  project.provide('stateFolder', stateFolder);
  return async () => {
    await aws.stop();
    await rm(stateFolder, { recursive: true });
  };
};

const startChosen = async () =>
  await startBackend(chooseBackend(process.env), {
    // Testcontainers takes a second to load, so only this backend loads it.
    startContainer: async () =>
      (await import('./backend/localstack-container.ts')).startLocalStackContainer(),
  });

/**
 * Vitest prints a stack trace with an error. These errors read better without one, apart from the
 * output of a child process.
 */
const orSentence = (error: unknown): never => {
  if (error instanceof LocalAwsError && error.code !== 'CHILD_NOT_READY') {
    console.error(error.message);
    process.exit(1);
  }
  throw error;
};
