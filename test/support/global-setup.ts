import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import {
  chooseBackend,
  LocalAwsError,
  type LocalBackend,
  type LocalEndpoints,
  startBackend,
} from '@willcall/localstack';
import type { TestProject } from 'vitest/node';
import * as z from 'zod';
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
 * Starts the local AWS that WILLCALL_BACKEND names for the whole test run, and stops it at the end. The negative
 * controls share one, which TEST_LOCAL_AWS names.
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

/** The endpoints of an embedded local AWS that another process has started and stops, as JSON. */
const SHARED_AWS = 'TEST_LOCAL_AWS';

const SharedAws = z.object({ dynamodbEndpoint: z.url(), sqsEndpoint: z.url() });

const startChosen = async (): Promise<LocalEndpoints & { readonly stop: () => Promise<void> }> => {
  const shared = process.env[SHARED_AWS];
  return shared === undefined
    ? await startOwn()
    : { ...SharedAws.parse(JSON.parse(shared)), stop: async () => undefined };
};

const startOwn = async () =>
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
