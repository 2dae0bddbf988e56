import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const REPOSITORY = new URL('../..', import.meta.url).pathname;

export type NpmStart = {
  readonly port: number;
  /** The lines it printed, up to the end of its greeting. */
  readonly printed: readonly string[];
  /** For commands that must find it. */
  readonly env: NodeJS.ProcessEnv;
  /** Interrupts it as Ctrl-C does. Returns the exit code. */
  interrupt(): Promise<number | null>;
};

/**
 * Runs the command of `npm start` on a free port with its own keys and state, until it is ready.
 */
export async function runNpmStart(env: NodeJS.ProcessEnv = {}): Promise<NpmStart> {
  const state = await mkdtemp(join(tmpdir(), 'willcall-start-'));
  const port = await freePort();
  const own = { ...process.env, PORT: String(port), WILLCALL_STATE: state, ...env };
  const start = spawn(process.execPath, ['infra/bin/willcall.mjs', 'start'], {
    cwd: REPOSITORY,
    env: own,
  });
  const ended = once(start, 'exit');
  const printed: string[] = [];
  start.stderr.on('data', (data: Buffer) => printed.push(String(data)));
  for await (const line of createInterface(start.stdout)) {
    printed.push(line);
    if (line.includes('Ctrl-C')) break;
  }
  if (!printed.includes('willcall is ready')) throw new Error(printed.join('\n'));
  start.stdout.resume();
  return {
    port,
    printed,
    env: own,
    interrupt: async () => {
      start.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      await rm(state, { recursive: true, force: true });
      return code;
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
