import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, inject, onTestFinished } from 'vitest';
import type { LocalBackend, LocalEndpoints } from '../aws/clients.ts';

declare module 'vitest' {
  // The same as in test/support/global-setup.ts, which this package cannot import.
  interface ProvidedContext {
    dynamodbEndpoint: string;
    sqsEndpoint: string;
    backend: LocalBackend;
    stateFolder: string;
  }
}

/** The local AWS that the whole test run shares. */
export const sharedAws = (): LocalEndpoints => ({
  dynamodbEndpoint: inject('dynamodbEndpoint'),
  sqsEndpoint: inject('sqsEndpoint'),
  backend: inject('backend'),
});

/** Skips the tests around it on LocalStack, which has pieces of its own for what they try, and says so. */
export const onlyEmbedded = (piece: string): void => {
  beforeEach(({ skip }) => {
    skip(
      inject('backend') !== 'embedded',
      `It tries the embedded ${piece}, which is not used here.`,
    );
  });
};

/** A stage name that no other test has. */
export const createStageName = (): string => `test-${randomUUID()}`;

/** An empty folder that is removed with the test. */
export const createTemporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
