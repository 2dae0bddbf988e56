import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MissingJavaError, startLocalAws } from '@willcall/localstack';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DynamoDB that every test of the run shares; a stage of its own keeps tests apart. */
    dynamodbEndpoint: string;
    /** The SQS, likewise. */
    sqsEndpoint: string;
    /** Keys of this run only, so that no test touches the developer's. */
    stateFolder: string;
  }
}

/** Starts one local AWS for the whole test run, and stops it at the end. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const aws = await startLocalAws().catch(orSentence);
  const stateFolder = await mkdtemp(join(tmpdir(), 'willcall-test-'));
  project.provide('dynamodbEndpoint', aws.dynamodbEndpoint);
  project.provide('sqsEndpoint', aws.sqsEndpoint);
  project.provide('stateFolder', stateFolder);
  return async () => {
    await aws.stop();
    await rm(stateFolder, { recursive: true });
  };
};

/** Vitest prints a stack trace with an error; this one is explained better without. */
const orSentence = (error: unknown): never => {
  if (error instanceof MissingJavaError) {
    console.error(error.message);
    process.exit(1);
  }
  throw error;
};
