import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type * as z from 'zod';
import { explainEndedChild } from '../../aws/failures/ended-child.ts';
import {
  ChildProcessError,
  type LocalAwsError,
  PortTakenError,
} from '../../aws/local-aws-error.ts';
import { stopProcess } from '../../aws/process/child.ts';
import { openLogFile } from '../../aws/process/log-file.ts';
import { PartReply, STOP } from './protocol.ts';

type PartOptions<Ready> = {
  /** The name in messages, such as "The gateway". */
  readonly name: string;
  /** The file of the program, from this folder. */
  readonly program: string;
  /** Its only argument. */
  readonly request: object;
  /** The port on which it listens, if it is a certain one. */
  readonly port?: number;
  /** The folder in which the stage keeps its data, for messages. */
  readonly folder: string | undefined;
  /** What the process replies when it is ready. */
  readonly ready: z.ZodType<Ready>;
  /** Called with each message of the process after its first. */
  readonly onMessage?: ((message: unknown) => void) | undefined;
  /** The process appends to it. */
  readonly logFile: string;
  /** Kills the process if it aborts before the process is ready. */
  readonly signal?: AbortSignal | undefined;
};

export type PartProcess<Ready> = {
  /** @throws LocalAwsError if the process did not start; the signal's reason */
  readonly ready: Promise<Ready>;
  /** Settles when the process ends without a call to `stop`, once it was ready. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Sends a message to the process. */
  send(message: object): void;
  /** Stops the process, and waits until it has exited. Can be repeated. */
  stop(): Promise<void>;
};

/** Time for the longest function to run into its timeout before the process is killed. */
const STOP_TIMEOUT_MS = 25_000;

/** Starts a part of a stage in a child process that appends to a log file. */
export const startPart = async <Ready>(
  options: PartOptions<Ready>,
): Promise<PartProcess<Ready>> => {
  const { program, request, logFile, signal, onMessage } = options;
  signal?.throwIfAborted();
  const log = await openLogFile(logFile);
  const { size: logStart } = await log.stat();
  // Its own session, as in `startChild`.
  const child = spawn(
    process.execPath,
    [resolve(import.meta.dirname, program), JSON.stringify(request)],
    { detached: true, stdio: ['ignore', log.fd, log.fd, 'ipc'] },
  );
  await log.close();
  const ended = once(child, 'exit').then(() => undefined);
  // A message to a process that has died. Its end is reported.
  child.on('error', () => undefined);
  let stopping = false;
  let isReady = false;
  const ready = waitUntilReady(child, ended, options).finally(() => {
    isReady = true;
    if (onMessage !== undefined) child.on('message', onMessage);
  });
  return {
    ready,
    unexpectedEnd: new Promise((resolve) => {
      ended.then(() => {
        if (!stopping) resolve(createDiedError(child, options, logStart));
      });
    }),
    send: (message) => void (child.connected && child.send(message)),
    stop: async () => {
      stopping = true;
      // Before it is ready, it does not read the message.
      const request = isReady
        ? () => child.connected && child.send(STOP)
        : () => child.kill('SIGKILL');
      await stopProcess(child, request, STOP_TIMEOUT_MS);
    },
  };
};

const waitUntilReady = async <Ready>(
  child: ChildProcess,
  ended: Promise<undefined>,
  { port = 0, ready, logFile, signal }: PartOptions<Ready>,
): Promise<Ready> => {
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  const answer = await Promise.race([once(child, 'message'), ended]);
  signal?.removeEventListener('abort', kill);
  const reply = PartReply.safeParse(answer?.[0]).data;
  if (reply?.outcome === 'ready' && !signal?.aborted) return ready.parse(reply.ready);
  kill();
  await ended;
  signal?.throwIfAborted();
  if (reply?.outcome === 'port-taken') throw new PortTakenError(port);
  const message = reply?.outcome === 'failed' ? reply.message : 'The functions did not start.';
  throw new ChildProcessError('CHILD_NOT_READY', `${message} See ${logFile}.`, '');
};

const createDiedError = (
  child: ChildProcess,
  { name, folder, logFile }: Pick<PartOptions<unknown>, 'name' | 'folder' | 'logFile'>,
  logStart: number,
): LocalAwsError => {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const stderr = readStderr(logFile, logStart);
  const why = explainEndedChild({ how, stderr, folder, logFile });
  return new ChildProcessError('CHILD_DIED', `${name} ended unexpectedly (${how}). ${why}`, stderr);
};

/** Enough for a stack trace with its causes. */
const STDERR_BYTES = 4_000;

/** What Node wrote to the end of the log since the start. The functions write lines of JSON, which are theirs. */
const readStderr = (logFile: string, logStart: number): string => {
  try {
    const log = readFileSync(logFile);
    const start = log.length < logStart ? 0 : logStart;
    const text = log.subarray(Math.max(start, log.length - STDERR_BYTES)).toString();
    return text
      .split('\n')
      .filter((line) => !line.startsWith('{'))
      .join('\n');
  } catch {
    // The message names the file, which the user will not find either.
    return '';
  }
};
