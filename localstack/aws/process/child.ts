import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { explainEndedChild } from '../failures/ended-child.ts';
import { ChildProcessError } from '../local-aws-error.ts';

type ChildOptions = {
  /** The name in messages, such as "DynamoDB Local". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Matches the line of standard output that reports the port. The first group is the port. */
  readonly announcement: RegExp;
  /** The folder in which the process keeps its data, for messages. */
  readonly folder?: string | undefined;
  /** Kills the process if it aborts before the process is ready. */
  readonly signal?: AbortSignal | undefined;
};

export type Child = {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process ends without a call to `stop`. */
  readonly unexpectedEnd: Promise<ChildProcessError>;
  /** Stops the process, and waits until it has exited. Can be repeated. */
  stop(): Promise<void>;
};

/** A JVM takes several seconds to start on a cold laptop. */
const READY_TIMEOUT_MS = 30_000;

/** Enough for a Java stack trace, and little enough to keep in memory. */
const STDERR_KEPT_CHARACTERS = 4_000;

/**
 * Starts a server as a child process, and waits until it reports its port.
 *
 * The child MUST exit when its standard input closes, so that it also exits when its parent is
 * killed. It runs in its own session: Ctrl-C in the terminal reaches only the parent, which then
 * stops its children in order.
 */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  const process = spawn(options.command, options.args, { detached: true, stdio: 'pipe' });
  const stderr = keepTail(process);
  // A child that exits early breaks the pipe. Its exit code already reports that.
  process.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    process.once('error', (error) => resolve(error.message));
    process.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const port = await waitForPort(process, options, ended, stderr);
  const { pid } = process;
  if (pid === undefined)
    throw new ChildProcessError('CHILD_DIED', `${options.name} has no process id`, stderr());
  let stopping = false;
  return {
    pid,
    port,
    unexpectedEnd: new Promise((resolve) => {
      ended.then((how) => {
        if (stopping) return;
        const why = explainEndedChild({ how, stderr: stderr(), folder: options.folder });
        const message = `${options.name} ended unexpectedly (${how}). ${why}`;
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
  { name, announcement, folder, signal }: ChildOptions,
  ended: Promise<string>,
  stderr: () => string,
): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (how: string) => {
    const why = explainEndedChild({ how, stderr: stderr(), folder });
    const message = `${name} did not start (${how}). ${why}`;
    reject(new ChildProcessError('CHILD_NOT_READY', message, stderr()));
  };
  // Nothing has been acknowledged yet, and a database survives the end of its process.
  const kill = () => process.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  if (signal?.aborted) kill();
  // Stays attached, because an unread pipe blocks the child once it is full.
  createInterface({ input: process.stdout }).on('line', (line) => {
    const port = announcement.exec(line)?.[1];
    if (port !== undefined) resolve(Number(port));
  });
  const readyTimer = setTimeout(() => {
    process.kill('SIGKILL');
    fail(`it reported no port within ${READY_TIMEOUT_MS / 1000} s`);
  }, READY_TIMEOUT_MS);
  ended.then(fail);
  try {
    return await promise;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(readyTimer);
    signal?.removeEventListener('abort', kill);
  }
};

/** How long a child can take to exit before it is killed. */
const STOP_TIMEOUT_MS = 5_000;

/** Asks a process to exit, and kills it if it takes too long. Can be repeated. */
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
 * Exits when the parent closes the standard input of this process: when the parent stops it, and also
 * when the parent is killed.
 */
export const endWithParent = (close: () => Promise<void>): void => {
  process.stdin.resume();
  process.stdin.once('end', async () => {
    await close();
    process.exit(0);
  });
};

/** Whether a process with this id is running and can be signaled by this user. */
export const isAlive = (pid: number): boolean => {
  try {
    // Signal 0 is never delivered. It only checks whether a signal could be.
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
