import { join } from 'node:path';

/** The top of the repository. */
export const REPOSITORY = join(import.meta.dirname, '../..');

/** A program that `npm ci` has installed, such as `cdk`. */
export const installed = (program: string): string =>
  join(REPOSITORY, 'node_modules/.bin', program);
