import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    /** The DynamoDB that every test of the run shares; a stage of its own keeps tests apart. */
    dynamodbEndpoint: string;
    /** The SQS, likewise. */
    sqsEndpoint: string;
    /** Whose they are: what only the embedded ones do is not asked of LocalStack. */
    backend: LocalBackend;
    /** Keys of this run only, so that no test touches the developer's. */
    stateFolder: string;
  }
}

/** Starts one local AWS for the whole test run, the one that WILLCALL_BACKEND names, and stops it at the end. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const aws = await startChosen().catch(orSentence);
  const backend = aws.backend ?? 'embedded';
  project.config.testTimeout *= TIMEOUT_FACTOR[backend];
  project.config.hookTimeout *= TIMEOUT_FACTOR[backend];
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
    // Testcontainers takes a second to load, which only they pay who use it.
    startContainer: async () =>
      (await import('./backend/localstack-container.ts')).startLocalStackContainer(),
  });

/** Vitest prints a stack trace with an error; these are explained better without, a child's own words apart. */
const orSentence = (error: unknown): never => {
  if (error instanceof LocalAwsError && error.code !== 'CHILD_NOT_READY') {
    console.error(error.message);
    process.exit(1);
  }
  throw error;
};
