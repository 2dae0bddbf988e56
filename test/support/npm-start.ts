import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { known } from '@willcall/contracts';

export const REPOSITORY = new URL('../..', import.meta.url).pathname;

export type NpmStart = {
  readonly pid: number;
  readonly port: number;
  /** The lines it printed, up to the end of its greeting. */
  readonly printed: readonly string[];
  /** For commands that must find it. */
  readonly env: NodeJS.ProcessEnv;
  /** Interrupts it as Ctrl-C does. Returns the exit code. */
  interrupt(): Promise<number | null>;
  /** Kills it as `kill -9` does. Its children end with it. */
  kill(): Promise<void>;
  /** Waits until it has ended. Returns everything that it printed. */
  untilEnd(): Promise<string>;
};

/**
 * Runs the command of `npm start` on a free port with its own keys and state, until it is ready.
 *
 * @param repository the folder of a working copy. Default: this one.
 */
export async function runNpmStart(
  env: NodeJS.ProcessEnv = {},
  repository: string = REPOSITORY,
): Promise<NpmStart> {
  const state = await mkdtemp(join(tmpdir(), 'willcall-start-'));
  const port = await freePort();
  const own = { ...process.env, PORT: String(port), WILLCALL_STATE: state, ...env };
  const start = spawn(process.execPath, ['infra/bin/willcall.mjs', 'start'], {
    cwd: repository,
    env: own,
  });
  const ended = once(start, 'close');
  const printed: string[] = [];
  start.stderr.on('data', (data: Buffer) => printed.push(String(data)));
  for await (const line of createInterface(start.stdout)) {
    printed.push(line);
    if (line.includes('Ctrl-C')) break;
  }
  if (!printed.includes('willcall is ready')) {
    await ended;
    throw new Error(printed.join('\n'));
  }
  start.stdout.on('data', (data: Buffer) => printed.push(String(data)));
  return {
    pid: known(start.pid, 'pid'),
    port,
    printed,
    env: own,
    interrupt: async () => {
      start.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      await rm(state, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      start.kill('SIGKILL');
      await ended;
    },
    untilEnd: async () => {
      await ended;
      return printed.join('\n');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new TypeError('expected a port');
  return address.port;
}
