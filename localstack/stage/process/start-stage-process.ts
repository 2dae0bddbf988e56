import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
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
): Promise<StageProcess> => {
  await makePrivateFolder(dirname(logFile));
  const log = await openLogFile(logFile);
  // Its own session, as in `startChild`.
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), JSON.stringify(request)],
    { detached: true, stdio: ['ignore', log.fd, log.fd, 'ipc'] },
  );
  await log.close();
  const ended = once(child, 'exit').then(() => undefined);
  const answer = await Promise.race([once(child, 'message'), ended]);
  const ready = StageReply.safeParse(answer?.[0]).data;
  if (ready?.outcome !== 'ready') {
    child.kill('SIGKILL');
    throw createNotReadyError(ready, request.port, logFile);
  }
  const rotation = setInterval(() => rotate(logFile), ROTATION_INTERVAL_MS).unref();
  ended.then(() => clearInterval(rotation));
  let stopping = false;
  return {
    ...ready,
    unexpectedEnd: new Promise((resolve) => {
      ended.then(() => {
        if (!stopping) resolve(createDiedError(child, logFile));
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

const createDiedError = (child: ChildProcess, logFile: string): LocalAwsError => {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const message = `The functions' process stopped unexpectedly (${how}). See ${logFile}.`;
  return new ChildProcessError('CHILD_DIED', message, '');
};
