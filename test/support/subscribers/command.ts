import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { REPOSITORY } from '../npm-start.ts';
import type { Sale } from '../sale/open-sale.ts';

type Command = {
  readonly pid: number;
  /** Standard output so far. `err` is standard error. */
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until standard error or output contains this text. */
  until(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or null when a signal ended the process. */
  readonly ended: Promise<number | null>;
};

/** Starts a command as npm does. It ends with the test at the latest. */
export const startCommand = (
  name: 'events' | 'subscribe' | 'seats',
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Command => {
  const child = spawn(
    process.execPath,
    [join(REPOSITORY, 'infra/bin/willcall.mjs'), name, ...args],
    {
      env,
      cwd: '/',
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const hasEnded = ended.then(() => 'ended' as const);
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    until: async (text) => {
      while (!(out + err).includes(text)) {
        const next = Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
        if ((await Promise.race([next, hasEnded])) === 'ended') {
          throw new Error(`The command ended without "${text}": ${out}${err}`);
        }
      }
    },
    kill: (signal) => {
      child.kill(signal);
    },
    ended,
  };
};

/** Runs a command to its end. */
export const runCommand = async (...overrides: Parameters<typeof startCommand>) => {
  const command = startCommand(...overrides);
  const code = await command.ended;
  return { code, out: command.out(), err: command.err() };
};

/** The exit code and the output of a command. */
type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A command that reads the tables of a sale, run to its end as npm does. */
export const saleCommand = (name: 'audit' | 'tickets' | 'payments' | 'reconcile') => {
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
