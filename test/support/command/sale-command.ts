import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sale } from '../sale/open-sale-on.ts';
import { REPOSITORY } from './running-start.ts';

/** How a command ended, and what it printed. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A command that reads the tables of a sale, run as npm runs it, to its end. */
export const saleCommand = (name: 'audit' | 'tickets') => {
  const command = [join(REPOSITORY, 'infra/bin/willcall.mjs'), name];
  const run = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
    promisify(execFile)(process.execPath, [...command, ...args], {
      env: { PATH: process.env.PATH, ...env },
      cwd: '/',
    }).then(
      (output) => ({ code: 0, ...output }),
      (error: Ended) => error,
    );
  return {
    command,
    run,
    of: ({ environment, show }: Sale, ...args: readonly string[]): Promise<Ended> =>
      run(environment, '--show', show.showId, ...args),
  };
};
