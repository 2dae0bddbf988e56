import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explainEndedChild } from '../../aws/failures/ended-child.ts';
import { makePrivateFolder } from '../../aws/identity/private-files.ts';
import {
  ChildProcessError,
  type LocalAwsError,
  PortTakenError,
} from '../../aws/local-aws-error.ts';
import { stopProcess } from '../../aws/process/child.ts';
import { openLogFile, rotateOpenLog } from '../../aws/process/log-file.ts';
import { type ReadyStage, STOP, StageReply, type StageRequest } from './protocol.ts';

type StageProcess = ReadyStage & {
  readonly unexpectedEnd: Promise<LocalAwsError>;
  stop(): Promise<void>;
};

/** Time for the longest function to run into its timeout before the process is killed. */
const STOP_TIMEOUT_MS = 25_000;

/** Often enough that a log hardly grows beyond its limit, even under load. */
const ROTATION_INTERVAL_MS = 10_000;

/** Starts the gateway, the functions and the pollers in a child process that appends to a log file. */
export const startStageProcess = async (
  request: StageRequest,
  logFile: string,
  signal?: AbortSignal,
): Promise<StageProcess> => {
  signal?.throwIfAborted();
  await makePrivateFolder(dirname(logFile));
  const log = await openLogFile(logFile);
  const { size: logStart } = await log.stat();
  // Its own session, as in `startChild`.
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), JSON.stringify(request)],
    { detached: true, stdio: ['ignore', log.fd, log.fd, 'ipc'] },
  );
  await log.close();
  const ended = once(child, 'exit').then(() => undefined);
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  const answer = await Promise.race([once(child, 'message'), ended]);
  const ready = StageReply.safeParse(answer?.[0]).data;
  signal?.removeEventListener('abort', kill);
  if (ready?.outcome !== 'ready' || signal?.aborted) {
    kill();
    await ended;
    signal?.throwIfAborted();
    throw createNotReadyError(ready, request.port, logFile);
  }
  const rotation = setInterval(() => rotate(logFile), ROTATION_INTERVAL_MS).unref();
  ended.then(() => clearInterval(rotation));
  let stopping = false;
  return {
    ...ready,
    unexpectedEnd: new Promise((resolve) => {
      ended.then(() => {
        if (!stopping) resolve(createDiedError(child, request.dataFolder, logFile, logStart));
      });
    }),
    stop: async () => {
      stopping = true;
      await stopProcess(child, () => child.connected && child.send(STOP), STOP_TIMEOUT_MS);
    },
  };
};

/** A log that cannot be rotated, because the disk is full for example, is no reason to end the stack. */
const rotate = (logFile: string): void => {
  try {
    rotateOpenLog(logFile);
  } catch (error) {
    process.emitWarning(`${logFile} was not rotated: ${error}`);
  }
};

const createNotReadyError = (
  reply: StageReply | undefined,
  port: number,
  logFile: string,
): LocalAwsError => {
  if (reply?.outcome === 'port-taken') return new PortTakenError(port);
  const message = reply?.outcome === 'failed' ? reply.message : 'The functions did not start.';
  return new ChildProcessError('CHILD_NOT_READY', `${message} See ${logFile}.`, '');
};

const createDiedError = (
  child: ChildProcess,
  folder: string | undefined,
  logFile: string,
  logStart: number,
): LocalAwsError => {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const stderr = readStderr(logFile, logStart);
  const why = explainEndedChild({ how, stderr, folder, logFile });
  const message = `The functions' process ended unexpectedly (${how}). ${why}`;
  return new ChildProcessError('CHILD_DIED', message, stderr);
};

/** Enough for a stack trace with its causes. */
const STDERR_BYTES = 4_000;

/** What Node wrote to the end of the log of this process. The functions write lines of JSON, which are theirs. */
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
