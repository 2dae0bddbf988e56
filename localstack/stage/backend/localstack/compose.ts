import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ChildProcessError } from '../../../aws/local-aws-error.ts';

const FOLDER = join(import.meta.dirname, '../../..');

/** Whether functions are to run inside of it, which takes the machine's Docker. */
export type ComposeFiles = { readonly functions: boolean };

/**
 * Runs a command of Docker Compose on LocalStack's file.
 *
 * @example
 * await compose(['up', '--detach', '--wait'], { functions: false });
 *
 * @throws ChildProcessError with what Docker said
 */
export const compose = async (
  command: readonly string[],
  { functions }: ComposeFiles,
): Promise<void> => {
  const child = startCompose(command, { functions });
  const said = text(child.stderr);
  const [code] = await once(child, 'close').catch((error: Error) => [error.message]);
  if (code === 0) return;
  const stderr = typeof code === 'string' ? code : (await said).trim();
  throw new ChildProcessError(
    'CHILD_NOT_READY',
    `docker compose ${command[0]} failed: ${lastLine(stderr)}.`,
    stderr,
  );
};

/** The same without waiting for its end. A session of its own: a Ctrl-C is not Docker's to judge. */
export const startCompose = (
  command: readonly string[],
  { functions }: ComposeFiles,
): ChildProcessByStdio<null, null, Readable> => {
  const files = ['compose.yaml', ...(functions ? ['compose.functions.yaml'] : [])];
  const named = files.flatMap((file) => ['--file', join(FOLDER, file)]);
  return spawn('docker', ['compose', ...named, ...command], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
};

const lastLine = (said: string): string =>
  (said.split('\n').at(-1) ?? '').replace(/[.\s]+$/, '') || 'it said nothing';
