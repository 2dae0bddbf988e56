import { inject } from 'vitest';
import { TIMEOUT_FACTOR } from './timeout-factor.ts';

/**
 * Converts a timeout in milliseconds for the embedded backend to one for the backend of the run.
 * The tests poll for what they wait for, so only a failure takes this long.
 */
export const scaledTimeout = (embeddedMs: number): number =>
  embeddedMs * TIMEOUT_FACTOR[inject('backend')];
