import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, inject, onTestFinished, vi } from 'vitest';
import type { LocalBackend, LocalEndpoints } from '../aws/clients.ts';

declare module 'vitest' {
  // Same as in test/support/global-setup.ts, which this package cannot import.
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

/** Skips the enclosing tests on LocalStack, which has its own implementation of what they test. */
export const onlyEmbedded = (piece: string): void => {
  beforeEach(({ skip }) => {
    skip(
      inject('backend') !== 'embedded',
      `Tests the embedded ${piece}, which this backend does not use.`,
    );
  });
};

/** Creates a stage name that no other test uses. */
export const createStageName = (): string => `test-${randomUUID()}`;

/** Creates an empty folder that is removed after the test. */
export const createTemporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Milliseconds. Vitest's own second is too short for a busy machine. */
const PATIENCE_MS = 60_000;

/** Repeats a check until it passes, and returns its result. */
export const waitFor = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: 20 });
