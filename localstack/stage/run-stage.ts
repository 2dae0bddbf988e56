import { join } from 'node:path';
import type { StageName } from '@willcall/topology';
import { startGateway } from '../aws/api-gateway/start-gateway.ts';
import type { LocalEndpoints } from '../aws/clients/local-endpoints.ts';
import { issueToken, type TokenRequest } from '../aws/identity/issue-token.ts';
import { publicKey } from '../aws/identity/public-key.ts';
import { purchaseIdKeysFile } from '../aws/identity/purchase-id-keys.ts';
import { signingKey } from '../aws/identity/signing-key.ts';
import { consoleLog, type LocalLog } from '../aws/process/local-log.ts';
import { openStageBus } from './bus/stage-bus.ts';
import { createResources } from './resources/create-resources.ts';
import type { ResourceOverrides, Resources } from './resources/resources.ts';
import type { Running, StageFunctions } from './running.ts';
import { type StageEnvironment, stageEnvironment } from './stage-environment.ts';
import { startQueuePumps } from './start-queue-pumps.ts';
import { startSchedules } from './start-schedules.ts';
import { startStreamPumps } from './start-stream-pumps.ts';
import { startUploads } from './uploads/start-uploads.ts';

export type RunStageOptions = {
  readonly aws: LocalEndpoints;
  readonly stage: StageName;
  readonly functions: (environment: StageEnvironment) => StageFunctions;
  /** Of the gateway; any free one by default. */
  readonly port?: number | undefined;
  readonly stateFolder?: string | undefined;
  /** Where subscriptions and the streams' positions are kept over a restart; in memory without it. */
  readonly dataFolder?: string | undefined;
  /** Batches under way at once, for each queue. 0 leaves the queues to the test. */
  readonly pollers?: number | undefined;
  /** Whether changes are announced: streams, schedules and uploads. A test of sales needs none of it. */
  readonly announces?: boolean | undefined;
  readonly resources?: ResourceOverrides | undefined;
  /** Environment variables besides the usual, or instead of them. */
  readonly env?: StageEnvironment | undefined;
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
  /** Gateway first, then what it feeds, each finishing what is under way. Repeatable. */
  stop(): Promise<void>;
};

/** Enough to show that batches run side by side, without crowding a laptop. */
const DEFAULT_POLLERS = 4;

/** Runs a stage's tables, queues, bus, gateway and pumps around the functions given. */
export const runStage = async (options: RunStageOptions): Promise<LocalStage> => {
  const { aws, stage, stateFolder, dataFolder, log = consoleLog, announces = true } = options;
  const inside = (name: string) => dataFolder && join(dataFolder, name);
  const [resources, idKeysFile, key] = await Promise.all([
    createResources(aws, stage, { streams: announces, ...options.resources }),
    purchaseIdKeysFile(stateFolder),
    signingKey(stateFolder),
  ]);
  const dataFile = inside('subscriptions.json');
  const bus = await openStageBus({ aws, name: resources.bus, dataFile, log });
  const environment = stageEnvironment({
    aws,
    resources,
    eventsEndpoint: bus.url,
    purchaseIdKeysFile: idKeysFile,
    extra: options.env ?? {},
  });
  const functions = options.functions(environment);
  await bus.route(functions);

  const keys = { keys: [publicKey(key)] };
  const gateway = await startGateway({ functions, keys, port: options.port, log });
  const pumps = startQueuePumps(aws, resources, functions, options.pollers ?? DEFAULT_POLLERS, log);
  const announcing = announces ? await startAnnouncing(options, resources, functions, log) : [];
  return {
    url: gateway.url,
    eventsEndpoint: bus.url,
    stage,
    resources,
    environment,
    issueToken: (request) => issueToken(request, stateFolder),
    stop: async () => {
      await gateway.stop();
      await pumps.stop();
      await Promise.all(announcing.map((each) => each.stop()));
      await bus.stop();
    },
  };
};

const startAnnouncing = async (
  { aws, dataFolder }: RunStageOptions,
  resources: Resources,
  functions: StageFunctions,
  log: LocalLog,
): Promise<Running[]> => {
  const checkpointFile =
    dataFolder === undefined
      ? undefined
      : (table: string) => join(dataFolder, 'streams', `${table}.json`);
  return [
    startStreamPumps({ aws, resources, functions, checkpointFile, log }),
    await startUploads(aws, resources, functions, log),
    startSchedules(functions, log),
  ];
};
