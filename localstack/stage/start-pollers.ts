import { join } from 'node:path';
import type { Seams } from '@willcall/lambda';
import type { StageName } from '@willcall/topology';
import type { LocalEndpoints } from '../aws/clients.ts';
import { type LocalLog, logToConsole } from '../aws/process/local-log.ts';
import { openEmbeddedBus } from './bus/embedded-bus.ts';
import { openLocalStackBus } from './bus/localstack-bus.ts';
import type { StageBus, StageBusOptions } from './bus/stage-bus.ts';
import type { StagePayments } from './payments/stage-payments.ts';
import { createResources } from './resources/create-resources.ts';
import type { ResourceOverrides, Resources } from './resources/resources.ts';
import { createPurchaseIdKeysFile } from './stack-keys.ts';
import { createStageEnvironment, type StageEnvironment } from './stage-environment.ts';
import {
  createStageFunctions,
  type StageFunctions,
  TRIGGERED_FUNCTIONS,
} from './stage-functions.ts';
import {
  type RunningPart,
  startQueuePollers,
  startSchedules,
  startStreamPollers,
} from './start-event-sources.ts';
import { startUploads } from './start-uploads.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

export type PollersOptions = {
  readonly aws: LocalEndpoints;
  readonly stage: StageName;
  readonly stateFolder?: string | undefined;
  /** The folder that keeps subscriptions, undelivered events and stream positions. Default: in memory. */
  readonly dataFolder?: string | undefined;
  /** The number of batches per queue that are processed at the same time. 0 starts no queue pollers. */
  readonly pollers?: number | undefined;
  /** Whether streams, schedules and uploads run. A test of sales does not need them. */
  readonly announces?: boolean | undefined;
  readonly resources?: ResourceOverrides | undefined;
  /** How the stage takes payments. Default: it takes none. */
  readonly payments?: StagePayments | undefined;
  /** Environment variables that are added or overridden. */
  readonly env?: StageEnvironment | undefined;
  /** Test hooks of the functions: time, randomness, and AWS calls. */
  readonly seams?: Seams | undefined;
  readonly log?: LocalLog | undefined;
};

export type StagePollers = {
  readonly resources: Resources;
  /** The event bus, for an EventBridge client. */
  readonly eventsEndpoint: string;
  readonly environment: StageEnvironment;
  /** Stops the queues, then the streams, then the bus. Each finishes its work. Can be repeated. */
  stop(): Promise<void>;
};

/** Enough for batches to run in parallel, without overloading a laptop. */
const DEFAULT_POLLERS = 4;

/**
 * Starts the part of a stage that works without a request: its bus, and what polls its queues, streams
 * and schedules, with the functions that they invoke. Creates the tables and queues first.
 */
export const startPollers = async (options: PollersOptions): Promise<StagePollers> => {
  const { aws, stage, dataFolder, log = logToConsole, announces = true, seams } = options;
  const { stateFolder = DEFAULT_STATE_FOLDER, pollers = DEFAULT_POLLERS } = options;
  const [resources, purchaseIdKeysFile] = await Promise.all([
    createResources(aws, stage, { streams: announces, ...options.resources }),
    createPurchaseIdKeysFile(stateFolder),
  ]);
  const bus = await openBus({ aws, name: resources.bus, dataFolder, log });
  const environment = createStageEnvironment({
    aws,
    stage,
    resources,
    eventsEndpoint: bus.url,
    purchaseIdKeysFile,
    payments: options.payments,
    extra: options.env ?? {},
  });
  const functions = createStageFunctions({ ids: TRIGGERED_FUNCTIONS, environment, seams, log });
  await bus.route(functions);
  const queuePollers = startQueuePollers(aws, resources, functions, pollers, log);
  const announcing = announces ? await startAnnouncing(options, resources, functions, log) : [];
  return {
    resources,
    eventsEndpoint: bus.url,
    environment,
    stop: async () => {
      await queuePollers.stop();
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
  { aws, dataFolder }: PollersOptions,
  resources: Resources,
  functions: StageFunctions,
  log: LocalLog,
): Promise<RunningPart[]> => {
  const checkpointFile =
    dataFolder === undefined
      ? undefined
      : (mapping: string) => join(dataFolder, 'streams', `${mapping}.json`);
  return [
    startStreamPollers({ aws, resources, functions, checkpointFile, log }),
    await startUploads(aws, resources, functions, log),
    startSchedules(functions, log),
  ];
};
