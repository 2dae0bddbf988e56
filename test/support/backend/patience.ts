import { inject } from 'vitest';
import { SLOWNESS } from './slowness.ts';

/**
 * The milliseconds that something may take on the run's backend, given what it may take on the
 * embedded one. What is waited for is looked at all the time, so that only a failure takes as long.
 */
export const patience = (embeddedMs: number): number => embeddedMs * SLOWNESS[inject('backend')];
