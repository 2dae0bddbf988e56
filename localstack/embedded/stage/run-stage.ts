import { eventSources, type FunctionId, type StageName } from '@willcall/infra';
import type { LocalEndpoints } from '../clients/local-endpoints.ts';
import { sqsClient } from '../clients/sqs-client.ts';
import type { LambdaFunction } from '../functions/lambda-function.ts';
import { startGateway } from '../gateway/start-gateway.ts';
import { publicKey } from '../keys/public-key.ts';
import { purchaseIdKeysFile } from '../keys/purchase-id-keys.ts';
import { signingKey } from '../keys/signing-key.ts';
import { consoleLog, type LocalLog } from '../log/local-log.ts';
import { startPump } from '../pump/start-pump.ts';
import { createResources } from '../resources/create-resources.ts';
import type { ResourceOverrides, Resources } from '../resources/resources.ts';
import { issueToken, type TokenRequest } from '../tokens/issue-token.ts';
import { type StageEnvironment, stageEnvironment } from './stage-environment.ts';

export type StageFunctions = Partial<Readonly<Record<FunctionId, LambdaFunction>>>;

export type RunStageOptions = {
  readonly aws: LocalEndpoints;
  readonly stage: StageName;
  readonly functions: (environment: StageEnvironment) => StageFunctions;
  /** Of the gateway; any free one by default. */
  readonly port?: number | undefined;
  readonly stateFolder?: string | undefined;
  /** Batches under way at once, for each event source. 0 leaves the queues to the test. */
  readonly pollers?: number | undefined;
  readonly resources?: ResourceOverrides | undefined;
  /** Environment variables besides the usual, or instead of them. */
  readonly env?: StageEnvironment | undefined;
  readonly log?: LocalLog | undefined;
};

export type LocalStage = {
  readonly url: string;
  readonly stage: StageName;
  readonly resources: Resources;
  readonly environment: StageEnvironment;
  issueToken(request: TokenRequest): Promise<string>;
  /** Gateway first, then the pumps, each finishing what is under way. Repeatable. */
  stop(): Promise<void>;
};

/** Enough to show that batches run side by side, without crowding a laptop. */
const DEFAULT_POLLERS = 4;

/** Runs a stage's tables, queues, gateway and pumps around the functions given. */
export const runStage = async (options: RunStageOptions): Promise<LocalStage> => {
  const { aws, stage, stateFolder, log = consoleLog } = options;
  const [resources, idKeysFile, key] = await Promise.all([
    createResources(aws, stage, options.resources),
    purchaseIdKeysFile(stateFolder),
    signingKey(stateFolder),
  ]);
  const environment = stageEnvironment({
    aws,
    resources,
    purchaseIdKeysFile: idKeysFile,
    extra: options.env ?? {},
  });
  const functions = options.functions(environment);
  const keys = { keys: [publicKey(key)] };
  const gateway = await startGateway({ functions, keys, port: options.port, log });
  const pumps = startPumps(aws, resources, functions, options.pollers ?? DEFAULT_POLLERS, log);
  return {
    url: gateway.url,
    stage,
    resources,
    environment,
    issueToken: (request) => issueToken(request, stateFolder),
    stop: async () => {
      await gateway.stop();
      await pumps.stop();
    },
  };
};

const startPumps = (
  aws: LocalEndpoints,
  { queues }: Resources,
  functions: StageFunctions,
  pollers: number,
  log: LocalLog,
) => {
  const client = sqsClient(aws, pollers * eventSources.length);
  const pumps = eventSources.flatMap(({ queue, function: id, batchSize }) => {
    const lambda = functions[id];
    if (lambda === undefined) return [];
    return [startPump({ client, queue: queues[queue], function: lambda, batchSize, pollers, log })];
  });
  return {
    stop: async () => {
      await Promise.all(pumps.map((pump) => pump.stop()));
      client.destroy();
    },
  };
};
