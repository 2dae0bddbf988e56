import { inject } from 'vitest';
import { TIMEOUT_FACTOR } from './timeout-factor.ts';

/**
 * The milliseconds that something may take on the run's backend, given what it may take on the
 * embedded one. What is waited for is looked at all the time, so that only a failure takes as long.
 */
export const scaledTimeout = (embeddedMs: number): number =>
  embeddedMs * TIMEOUT_FACTOR[inject('backend')];
