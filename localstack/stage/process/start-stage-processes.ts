import { dirname } from 'node:path';
import { makePrivateFolder } from '../../aws/identity/private-files.ts';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { rotateOpenLog } from '../../aws/process/log-file.ts';
import {
  type GatewayRequest,
  type PollersRequest,
  ReadyGateway,
  ReadyPollers,
} from './protocol.ts';
import { type PartProcess, startPart } from './start-part.ts';

type StageProcesses = {
  /** The API, the bus and the resources of the stage. */
  readonly ready: ReadyGateway & ReadyPollers;
  /** Settles when a process ends without a call to `stop`. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Stops both processes, and waits until they have exited. Can be repeated. */
  stop(): Promise<void>;
};

/** Often enough that a log hardly grows beyond its limit, even under load. */
const ROTATION_INTERVAL_MS = 10_000;

/**
 * Starts a stage in two child processes that append to one log file: the gateway with the functions of
 * the API, and the pollers with all others. Returns once both are ready.
 *
 * @throws LocalAwsError; the signal's reason
 */
export const startStageProcesses = async (
  { stage, port, dataFolder, ...aws }: PollersRequest & GatewayRequest,
  logFile: string,
  signal?: AbortSignal,
): Promise<StageProcesses> => {
  signal?.throwIfAborted();
  await makePrivateFolder(dirname(logFile));
  const parts: PartProcess<unknown>[] = [];
  const rotation = setInterval(() => rotate(logFile), ROTATION_INTERVAL_MS).unref();
  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop()));
    clearInterval(rotation);
  };
  try {
    const shared = { folder: dataFolder, logFile, signal };
    const pollers = await startPart({
      ...shared,
      name: 'The pollers',
      program: 'pollers.ts',
      request: { ...aws, stage, dataFolder } satisfies PollersRequest,
      ready: ReadyPollers,
    });
    parts.push(pollers);
    const gateway = await startPart({
      ...shared,
      name: 'The gateway',
      program: 'gateway.ts',
      request: { ...aws, port } satisfies GatewayRequest,
      port,
      ready: ReadyGateway,
    });
    parts.push(gateway);
    const introduced = pollers.ready.then((created) => {
      gateway.send(created);
      return created;
    });
    const [created, { url }] = await Promise.all([introduced, gateway.ready]);
    return {
      ready: { url, ...created },
      unexpectedEnd: Promise.race([gateway.unexpectedEnd, pollers.unexpectedEnd]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** A log that cannot be rotated, because the disk is full for example, is no reason to end the stack. */
const rotate = (logFile: string): void => {
  try {
    rotateOpenLog(logFile);
  } catch (error) {
    process.emitWarning(`${logFile} was not rotated: ${error}`);
  }
};
