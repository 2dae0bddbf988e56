import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ChildProcessError } from '../local-aws-error.ts';

type ChildOptions = {
  /** For people, as in "DynamoDB Local ended". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The line of standard output that says where it listens; its first group is the port. */
  readonly announcement: RegExp;
};

export type Child = {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process has ended without having been stopped. */
  readonly unexpectedEnd: Promise<ChildProcessError>;
  /** Ends the process and waits until it is gone. Repeatable. */
  stop(): Promise<void>;
};

/** A cold laptop takes a JVM several seconds; after this something is wrong. */
const READY_TIMEOUT_MS = 30_000;

/** Enough to hold a Java stack trace, little enough to keep for ever. */
const STDERR_KEPT_CHARACTERS = 4_000;

/**
 * Starts a server as a child process and waits until it has said its port.
 *
 * The child MUST end when its standard input ends: this is what takes it away with a parent that
 * was killed. It runs in a session of its own, so that a Ctrl-C in the terminal reaches the parent
 * only, which then stops its children in its own order.
 */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  const process = spawn(options.command, options.args, { detached: true, stdio: 'pipe' });
  const stderr = keepTail(process);
  // A child that ends early breaks the pipe; its exit says so already.
  process.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    process.once('error', (error) => resolve(error.message));
    process.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const port = await waitForPort(process, options, ended, stderr);
  let stopping = false;
  return {
    pid: process.pid ?? 0,
    port,
    unexpectedEnd: new Promise((resolve) => {
      ended.then((how) => {
        if (stopping) return;
        const message = `${options.name} ended unexpectedly (${how}).`;
        resolve(new ChildProcessError('CHILD_DIED', message, stderr()));
      });
    }),
    stop: async () => {
      stopping = true;
      await stopProcess(process, () => process.stdin.end());
    },
  };
};

const keepTail = (process: ChildProcessWithoutNullStreams): (() => string) => {
  let tail = '';
  process.stderr.setEncoding('utf8');
  process.stderr.on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_KEPT_CHARACTERS);
  });
  return () => tail;
};

const waitForPort = async (
  process: ChildProcessWithoutNullStreams,
  { name, announcement }: ChildOptions,
  ended: Promise<string>,
  stderr: () => string,
): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (how: string) =>
    reject(new ChildProcessError('CHILD_NOT_READY', `${name} did not start (${how}).`, stderr()));
  // Stays attached: a pipe that nobody reads would stop the child once it is full.
  createInterface({ input: process.stdout }).on('line', (line) => {
    const port = announcement.exec(line)?.[1];
    if (port !== undefined) resolve(Number(port));
  });
  const readyTimer = setTimeout(() => {
    process.kill('SIGKILL');
    fail(`silent for ${READY_TIMEOUT_MS / 1000} s`);
  }, READY_TIMEOUT_MS);
  ended.then(fail);
  try {
    return await promise;
  } finally {
    clearTimeout(readyTimer);
  }
};

/** How long a child may take to end by itself before it is killed. */
const STOP_TIMEOUT_MS = 5_000;

/** Asks a process to end, waits until it has, and kills it when it takes too long. Repeatable. */
export const stopProcess = async (
  process: ChildProcess,
  requestStop: () => void,
  timeoutMs: number = STOP_TIMEOUT_MS,
): Promise<void> => {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    process.once('exit', () => resolve());
  });
  const killTimer = setTimeout(() => process.kill('SIGKILL'), timeoutMs);
  requestStop();
  await gone;
  clearTimeout(killTimer);
};

/**
 * Ends this process when the parent's end of its standard input closes: on a stop, and just as well
 * when the parent was killed and could not say anything.
 */
export const endWithParent = (close: () => Promise<void>): void => {
  process.stdin.resume();
  process.stdin.once('end', async () => {
    await close();
    process.exit(0);
  });
};

/** Whether a process of ours runs under this id. */
export const isAlive = (pid: number): boolean => {
  try {
    // Signal 0 is never delivered: it only asks whether it could be.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
