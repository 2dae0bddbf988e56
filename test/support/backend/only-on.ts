import type { LocalBackend } from '@willcall/localstack';
import { beforeEach, inject } from 'vitest';

/**
 * Skips the tests around it, or all of the file, on any other backend, and says why.
 *
 * @example
 * describe('otherwise than on AWS', () => {
 *   onlyOn('embedded', 'It tells what fauxqs does otherwise; LocalStack has an SQS of its own.');
 */
export const onlyOn = (backend: LocalBackend, reason: string): void => {
  beforeEach(({ skip }) => {
    skip(inject('backend') !== backend, reason);
  });
};
