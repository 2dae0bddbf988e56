import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

type ProcessOptions = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Whether to print the output while the process runs. The output is always returned. */
  readonly echo?: boolean;
};

export type EndedProcess = {
  /** Null if a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/**
 * Runs a program to its end. It inherits the standard input, so it can prompt the user.
 *
 * @throws the error of `spawn` if the program is not found
 */
export const runProcess = async (options: ProcessOptions): Promise<EndedProcess> => {
  const { command, args, cwd, env = process.env, echo = false } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['inherit', 'pipe', 'pipe'] });
  if (echo) {
    child.stdout.pipe(process.stdout, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
  }
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
};
