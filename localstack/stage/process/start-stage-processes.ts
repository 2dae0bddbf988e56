import { dirname } from 'node:path';
import { makePrivateFolder } from '../../aws/identity/private-files.ts';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { rotateOpenLog } from '../../aws/process/log-file.ts';
import type { DemoSaleStart } from '../box-office/demo-sale.ts';
import {
  type DemoSaleReply,
  DemoSaleRequest,
  type GatewayRequest,
  type PollersRequest,
  ReadyGateway,
  ReadyPollers,
} from './protocol.ts';
import { type PartProcess, startPart } from './start-part.ts';

/** The API, the bus and the resources of the stage. */
type ReadyStage = ReadyGateway & ReadyPollers;

type StageProcessesOptions = PollersRequest &
  Omit<GatewayRequest, 'startsDemoSales'> & {
    readonly logFile: string;
    /** Starts a demo sale on the stage, for its page. Default: the page cannot start one. */
    readonly startDemoSale?: (stage: ReadyStage) => Promise<DemoSaleStart>;
    readonly signal?: AbortSignal;
  };

type StageProcesses = {
  readonly ready: ReadyStage;
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
  options: StageProcessesOptions,
): Promise<StageProcesses> => {
  const { port, browserOrigins, dataFolder, logFile, startDemoSale, signal, ...stage } = options;
  signal?.throwIfAborted();
  await makePrivateFolder(dirname(logFile));
  const parts: PartProcess<unknown>[] = [];
  const startedStage = Promise.withResolvers<ReadyStage>();
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
      request: { ...stage, dataFolder } satisfies PollersRequest,
      ready: ReadyPollers,
    });
    parts.push(pollers);
    const gateway = await startPart({
      ...shared,
      name: 'The gateway',
      program: 'gateway.ts',
      request: {
        ...stage,
        port,
        browserOrigins,
        startsDemoSales: startDemoSale !== undefined,
      } satisfies GatewayRequest,
      port,
      ready: ReadyGateway,
      onMessage:
        startDemoSale &&
        (async (message) => {
          const { demoSaleRequest } = DemoSaleRequest.parse(message);
          const start = await startDemoSale(await startedStage.promise);
          gateway.send({ demoSaleRequest, start } satisfies DemoSaleReply);
        }),
    });
    parts.push(gateway);
    const introduced = pollers.ready.then((created) => {
      gateway.send(created);
      return created;
    });
    const [created, { url }] = await Promise.all([introduced, gateway.ready]);
    const ready = { url, ...created };
    startedStage.resolve(ready);
    return {
      ready,
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
