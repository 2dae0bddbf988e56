import { join } from 'node:path';
import type { Seams } from '@willcall/lambda';
import type { StageName } from '@willcall/topology';
import type { LocalEndpoints } from '../aws/clients.ts';
import { type LocalLog, logToConsole } from '../aws/process/local-log.ts';
import { openEmbeddedBus } from './bus/embedded-bus.ts';
import { openLocalStackBus } from './bus/localstack-bus.ts';
import type { StageBus, StageBusOptions } from './bus/stage-bus.ts';
import { issueToken, type TokenRequest } from './identity.ts';
import { createResources } from './resources/create-resources.ts';
import type { ResourceOverrides, Resources } from './resources/resources.ts';
import { createPurchaseIdKeysFile } from './stack-keys.ts';
import { createStageEnvironment, type StageEnvironment } from './stage-environment.ts';
import { createStageFunctions, type StageFunctions } from './stage-functions.ts';
import {
  type RunningPart,
  startQueuePollers,
  startSchedules,
  startStreamPollers,
} from './start-event-sources.ts';
import { startStageGateway } from './start-stage-gateway.ts';
import { startUploads } from './start-uploads.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

export type StageOptions = {
  readonly aws: LocalEndpoints;
  readonly stage: StageName;
  /** The port of the gateway. Default: any free port. */
  readonly port?: number | undefined;
  readonly stateFolder?: string | undefined;
  /** The folder that keeps subscriptions, undelivered events and stream positions. Default: in memory. */
  readonly dataFolder?: string | undefined;
  /** The number of batches per queue that are processed at the same time. 0 starts no queue pollers. */
  readonly pollers?: number | undefined;
  /** Whether streams, schedules and uploads run. A test of sales does not need them. */
  readonly announces?: boolean | undefined;
  readonly resources?: ResourceOverrides | undefined;
  /** Environment variables that are added or overridden. */
  readonly env?: StageEnvironment | undefined;
  /** Test hooks of the functions: time, randomness, and AWS calls. */
  readonly seams?: Seams | undefined;
  readonly log?: LocalLog | undefined;
};

export type LocalStage = {
  readonly url: string;
  /** The event bus, for an EventBridge client. */
  readonly eventsEndpoint: string;
  readonly stage: StageName;
  readonly resources: Resources;
  readonly environment: StageEnvironment;
  issueToken(request: TokenRequest): Promise<string>;
  /** Stops gateway and queues, then the streams, then the bus. Each finishes its work. Can be repeated. */
  stop(): Promise<void>;
};

/** Enough for batches to run in parallel, without overloading a laptop. */
const DEFAULT_POLLERS = 4;

/**
 * Starts a stage of willcall in this process: its tables and queues, its functions, its gateway
 * and its pollers. Many stages can share a process and a local AWS.
 *
 * @example
 * const stage = await startStage({ aws, stage: 'dev' });
 * await fetch(`${stage.url}/v1/shows`);
 * await stage.stop();
 */
export const startStage = async (options: StageOptions): Promise<LocalStage> => {
  const { aws, stage, dataFolder, log = logToConsole, announces = true, seams } = options;
  const { stateFolder = DEFAULT_STATE_FOLDER, pollers = DEFAULT_POLLERS } = options;
  const [resources, idKeysFile] = await Promise.all([
    createResources(aws, stage, { streams: announces, ...options.resources }),
    createPurchaseIdKeysFile(stateFolder),
  ]);
  const bus = await openBus({ aws, name: resources.bus, dataFolder, log });
  const environment = createStageEnvironment({
    aws,
    resources,
    eventsEndpoint: bus.url,
    purchaseIdKeysFile: idKeysFile,
    extra: options.env ?? {},
  });
  const functions = createStageFunctions({ environment, seams, log });
  await bus.route(functions);
  const gateway = await startStageGateway({ functions, stateFolder, port: options.port, log });
  const queuePollers = startQueuePollers(aws, resources, functions, pollers, log);
  const announcing = announces ? await startAnnouncing(options, resources, functions, log) : [];
  return {
    url: gateway.url,
    eventsEndpoint: bus.url,
    stage,
    resources,
    environment,
    issueToken: (request) => issueToken(request, stateFolder),
    stop: async () => {
      // Together: a poller that goes on receiving meanwhile would use up the receives of its messages.
      await Promise.all([gateway.stop(), queuePollers.stop()]);
      await Promise.all(announcing.map((each) => each.stop()));
      await bus.stop();
    },
  };
};

/** Opens the bus of the backend, or runs the embedded one. */
const openBus = (options: StageBusOptions): Promise<StageBus> => {
  const { backend = 'embedded' } = options.aws;
  switch (backend) {
    case 'embedded':
      return openEmbeddedBus(options);
    case 'localstack':
      return openLocalStackBus(options);
  }
};

const startAnnouncing = async (
  { aws, dataFolder }: StageOptions,
  resources: Resources,
  functions: StageFunctions,
  log: LocalLog,
): Promise<RunningPart[]> => {
  const checkpointFile =
    dataFolder === undefined
      ? undefined
      : (table: string) => join(dataFolder, 'streams', `${table}.json`);
  return [
    startStreamPollers({ aws, resources, functions, checkpointFile, log }),
    await startUploads(aws, resources, functions, log),
    startSchedules(functions, log),
  ];
};
