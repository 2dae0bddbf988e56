import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { LocalBackend, LocalEndpoints } from '../clients/local-endpoints.ts';

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

/** A stage name that no other test has. */
export const newStage = (): string => `test-${randomUUID()}`;
