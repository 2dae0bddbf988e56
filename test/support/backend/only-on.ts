import type { LocalBackend } from '@willcall/localstack';
import { beforeEach, inject } from 'vitest';

/**
 * Skips the tests of its block or file on any other backend, with this reason.
 *
 * @example
 * describe('differences from AWS', () => {
 *   onlyOn('embedded', 'These are differences of fauxqs. LocalStack has its own SQS.');
 */
export const onlyOn = (backend: LocalBackend, reason: string): void => {
  beforeEach(({ skip }) => {
    skip(inject('backend') !== backend, reason);
  });
};
